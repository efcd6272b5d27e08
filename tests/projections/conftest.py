"""Real processes that read the log for a projection, and what it has made."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local.process import ROOT, ends_with_parent
from tests.polling import wait_until
from tests.workspace import Workspace

Document = dict[str, Any]


class Counting:
    """A projection of the test's own, in processes that are started and killed here."""

    def __init__(self, uri: str, log: Path) -> None:
        self.name = f"counting-{uuid.uuid4().hex[:8]}"
        self.environ = {**os.environ, "MONGODB_URI": uri}
        self.log = log
        self.client: MongoClient[Document] = MongoClient(uri)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def database(self) -> Database[Document]:
        return self.client.get_default_database()

    def start(self, instance: str) -> None:
        """A worker under this name; returns at once."""
        with self.log.open("ab") as output:
            self.processes[instance] = subprocess.Popen(
                ends_with_parent((sys.executable, "-m", "tests.projections.counting_process", self.name)),
                cwd=ROOT,
                env={**self.environ, "INSTANCE": instance},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command that knows the projection."""
        line = (sys.executable, "-m", "tests.projections.counting_process", self.name, *arguments)
        return subprocess.run(line, cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=60)

    def stop(self, instance: str, number: signal.Signals = signal.SIGTERM) -> int:
        process = self.processes.pop(instance)
        process.send_signal(number)
        return process.wait(20)

    def holder(self) -> str:
        """The process that reads, empty for none."""
        found = self.state().get("holder", "")
        return str(found).partition("/")[0]

    def state(self) -> Document:
        return self.database["projections_projectionstate"].find_one({"_id": self.name}) or {}

    def wait_for_position(self) -> Document:
        """Its state, once a place in the change stream is stored."""
        wait_until(lambda: self.state().get("token"), what=f"a position. The log:\n{self.log.read_text()}")
        return self.state()

    def wait_for_holder(self, *instances: str) -> str:
        wait_until(lambda: self.holder() in instances, what=f"one of {instances} to read")
        return self.holder()

    def seqs(self, room: str) -> list[int]:
        """What the projection has of a room."""
        found = self.database["test_seen"].find({"name": self.name, "room": room}).sort("seq", 1)
        return [each["seq"] for each in found]

    def wait_for(self, room: str, count: int) -> None:
        """Returns when it has the messages 1 to `count`."""
        wanted = list(range(1, count + 1))
        try:
            wait_until(lambda: self.seqs(room) == wanted, what=f"{count} messages")
        except AssertionError as failure:
            raise AssertionError(f"{failure} {self.seqs(room)}. The log:\n{self.log.read_text()}") from None

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.database["projections_projectionstate"].delete_one({"_id": self.name})
        self.client.close()


@pytest.fixture
def counting(workspace: Workspace, tmp_path: Path) -> Iterator[Counting]:
    counting = Counting(workspace.mongodb_uri, tmp_path / "workers.log")
    yield counting
    counting.close()
