"""Many processes append to one room at once and are killed at random; so is the database's primary.

No gap, no double, everything acked is there where it was acked, and who could read n could read all below.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local.process import ROOT, ends_with_parent
from tests.actions_process import ActionsProcess
from tests.log.appender import lines, unacked
from tests.polling import wait_until
from tests.services import StartServers

APPENDERS = 3
FEWEST = 50  # acks of an appender that say something


class Stress:
    """Appenders and a reader on one room, and the journals that they keep."""

    def __init__(self, uri: str, folder: Path) -> None:
        self.environ = {"MONGODB_URI": uri, "DJANGO_SETTINGS_MODULE": "chatsite.settings"}
        self.folder = folder
        actions = ActionsProcess(self.environ)
        actions("migrate")
        people = [actions("account", username=f"appender-{n}")["id"] for n in range(APPENDERS)]
        self.room = actions("room", slug="stress", owner=people[0])
        actions.close()
        self.commands = [("appender", self.room, person, str(self.journal(person))) for person in people]
        self.appenders = [self.start(*command) for command in self.commands]
        self.reader = self.start("reader", self.room, str(self.journal("reader")))

    def journal(self, name: str) -> Path:
        return self.folder / f"{name}.journal"

    @property
    def journals(self) -> list[Path]:
        return [Path(command[-1]) for command in self.commands]

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", f"tests.log.{module}", *arguments)
        with (self.folder / f"{module}.log").open("ab") as output:
            return subprocess.Popen(
                ends_with_parent(command),
                cwd=ROOT,
                env={**os.environ, **self.environ},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill_one(self) -> None:
        """SIGKILL for one appender, which another one succeeds with the same journal."""
        n = random.randrange(APPENDERS)
        self.appenders[n].kill()
        self.appenders[n].wait()
        self.appenders[n] = self.start(*self.commands[n])

    def wait_for_acks(self, count: int = 1) -> None:
        """Returns when each appender has had that many more."""
        before = [acks(journal) for journal in self.journals]
        try:
            wait_until(
                lambda: all(
                    acks(journal) >= had + count for journal, had in zip(self.journals, before, strict=True)
                ),
                what="acks of every appender",
            )
        except AssertionError as failure:
            raise AssertionError(f"{failure} The logs:\n{self.logs()}") from None

    def finish(self) -> None:
        """Each appender has had enough acks, and all that was sent is acked; then the reader ends too."""
        enough = lambda: all(acks(journal) > FEWEST for journal in self.journals)  # noqa: E731
        wait_until(enough, what="enough acks of every appender")
        for appender in self.appenders:
            appender.send_signal(signal.SIGTERM)
        for appender in self.appenders:
            assert appender.wait(30) == 0, self.logs()
        head = len(self.stored())
        wait_until(lambda: len(lines(self.journal("reader"))) >= head, what="the reader at the head")
        self.reader.send_signal(signal.SIGTERM)
        assert self.reader.wait(30) == 0, self.logs()

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in self.folder.glob("*.log"))

    def close(self) -> None:
        for process in (*self.appenders, self.reader):
            process.kill()
            process.wait()

    def stored(self) -> list[dict[str, Any]]:
        """The room's log, read past everything of ours."""
        client: MongoClient[dict[str, Any]] = MongoClient(
            self.environ["MONGODB_URI"], readConcernLevel="majority"
        )
        with client:
            return list(client["wick"]["chat_event"].find({"room": self.room}).sort("seq", 1))


def acks(journal: Path) -> int:
    return sum(words[0] == "ack" for words in lines(journal))


def check(stress: Stress) -> None:
    stored = stress.stored()
    assert [document["seq"] for document in stored] == list(range(1, len(stored) + 1))
    place = {document["_id"].rpartition("/")[2]: document["seq"] for document in stored}
    assert len(place) == len(stored)
    sent: set[str] = set()
    for journal in stress.journals:
        words = lines(journal)
        sent |= {line[1] for line in words if line[0] == "sent"}
        acked = [(line[1], int(line[2])) for line in words if line[0] == "ack"]
        assert len(acked) > FEWEST
        assert [(id, seq) for id, seq in acked if place.get(id) != seq] == []
        assert unacked(journal) == []
    assert place.keys() == sent
    read = {words[1]: int(words[0]) for words in lines(stress.journal("reader"))}
    assert read == place


Start = Callable[[str], Stress]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A function that starts the appenders and the reader on a database."""
    started: list[Stress] = []

    def begin(uri: str) -> Stress:
        started.append(Stress(uri, tmp_path))
        started[-1].wait_for_acks()
        return started[-1]

    yield begin
    for stress in started:
        stress.close()


def test_appenders_are_killed_on_a_standalone(standalone_uri: str, start: Start) -> None:
    stress = start(standalone_uri)
    for _ in range(3):
        stress.wait_for_acks(random.randrange(1, 50))
        stress.kill_one()
    stress.wait_for_acks()
    stress.finish()
    check(stress)


def test_the_primary_steps_down_and_is_killed(start_servers: StartServers, start: Start) -> None:
    servers = start_servers(nodes=3)
    uri = servers.variable("MONGODB_URI")
    stress = start(uri)
    stress.kill_one()

    def step_down() -> None:
        client: MongoClient[dict[str, Any]] = MongoClient(uri)
        with client:
            try:
                client.admin.command("replSetStepDown", 5, secondaryCatchUpPeriodSecs=3)
            except PyMongoError:
                return  # it hangs up on us too

    stepping = threading.Thread(target=step_down)
    stepping.start()
    stress.wait_for_acks()
    stepping.join()

    servers.kill(primary(uri, servers.pids()))
    stress.kill_one()
    stress.wait_for_acks()
    stress.finish()
    check(stress)


def primary(uri: str, pids: dict[str, int]) -> str:
    """The name of the node that is the primary now."""
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        client.admin.command("ping")
        assert client.primary is not None
        place = uri.split("//")[1].split("/")[0].split(",").index("{}:{}".format(*client.primary))
    return sorted(name for name in pids if name.startswith("mongod"))[place]
