"""Both versions: the code of the one before, unpacked, and an instance of each."""

import secrets
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from deploy.local.process import ROOT
from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.supervisor import Supervisor
from tests.workspace import Accounts, Workspace

ARCHIVE = Path(__file__).with_name("before.tar.xz")
LIMITS = {"WICK_RATE_FRAMES": "1000000", "WICK_RATE_POSTS": "1000000"}


class ActionsProcessBefore(ActionsProcess):
    """The one in the archive. It has other names for some actions and arguments."""

    module = "tests.backstage"
    NAMES = {"account": "person", "user": "person"}

    def __call__(self, do: str, **arguments: Any) -> Any:
        named = {self.NAMES.get(name, name): value for name, value in arguments.items()}
        return super().__call__(self.NAMES.get(do, do), **named)


@dataclass(frozen=True)
class Version:
    """A running instance, and a process beside it in which people act, as pages and commands do."""

    instance: Instance
    actions: ActionsProcess

    def manage(self, *arguments: str) -> None:
        """`manage.py` of this version, on what the instances share."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=self.instance.root, env=self.instance.environ, check=True, timeout=60)


@pytest.fixture(scope="session")
def code_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the code of the version before."""
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="session")
def workspace(servers: Supervisor, code_before: Path) -> Iterator[Workspace]:
    """A database that the version before has made, and this one has migrated."""
    uri, name = servers.variable("MONGODB_URI"), "wick_versions"
    environ = {"MONGODB_URI": urlsplit(uri)._replace(path=f"/{name}").geturl()}
    first = ActionsProcessBefore(environ, code_before)
    first("migrate")
    first("room", slug="first", owner=first("account", username="first")["id"])
    first.close()
    workspace = Workspace(uri, name)
    yield workspace
    workspace.actions.close()


@pytest.fixture(scope="session")
def accounts(workspace: Workspace) -> Accounts:
    """Of this workspace. tests.workspace's own fixture would keep these for all later tests."""
    return workspace.accounts


@pytest.fixture(scope="session")
def shared(workspace: Workspace, redis_url: str) -> dict[str, str]:
    """The environment of both instances, so that they meet in one MongoDB and one Redis."""
    prefix = f"versions-{secrets.token_hex(4)}"
    return {"MONGODB_URI": workspace.mongodb_uri, "REDIS_URL": redis_url, "REDIS_PREFIX": prefix, **LIMITS}


@pytest.fixture(scope="session")
def before(code_before: Path, shared: dict[str, str]) -> Iterator[Version]:
    yield from _running("before", shared, code_before, ActionsProcessBefore)


@pytest.fixture(scope="session")
def now(shared: dict[str, str], before: Version) -> Iterator[Version]:
    yield from _running("now", shared, ROOT, ActionsProcess)


def _running(
    name: str, shared: dict[str, str], root: Path, process: type[ActionsProcess]
) -> Iterator[Version]:
    instance, actions = Instance(name, shared, root=root), process(shared, root)
    instance.start()
    yield Version(instance, actions)
    actions.close()
    instance.close()


@pytest.fixture(params=["from before to now", "from now to before"])
def direction(request: pytest.FixtureRequest, before: Version, now: Version) -> tuple[Version, Version]:
    """Where something is done, and where it has to be seen."""
    return (before, now) if request.param == "from before to now" else (now, before)
