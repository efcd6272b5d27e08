"""Fixtures for all tests. The servers they run on are in services.py."""

import gc
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.management.commands import flush

from chat.queries.workspace import forget_workspace
from tests.built import built
from tests.inbox import TIMEOUT
from tests.instance import Instance
from tests.mongo import sent_commands  # before the first client is made
from tests.supervisor import Supervisor
from tests.workspace import accounts, actions, room, workspace

# Examples that take long on a busy machine are no failures: no test here measures time.
hypothesis.settings.register_profile("wick", deadline=None)
hypothesis.settings.load_profile("wick")

# Here and nowhere else: a fixture of the session that is imported twice is made twice.
__all__ = ["accounts", "actions", "built", "room", "sent_commands", "workspace"]


def pytest_collection_finish() -> None:
    """What was collected stays, so the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    servers: Supervisor, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """What pytest-django asks for before it makes the test database: the server has to be there."""


@pytest.fixture(scope="session", autouse=True)
def flush_without_post_migrate() -> Iterator[None]:
    """`flush` leaves permissions and content types as they are (chatsite/mongo/operations.py), so nothing
    needs to look after every test whether one of them is missing."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(f"{flush.__name__}.emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session")
def test_database_uri(django_db_setup: None) -> str:
    """The address of the database that the tests write to, for other processes."""
    database = settings.DATABASES["default"]
    return urlsplit(str(database["HOST"]))._replace(path=f"/{database['NAME']}").geturl()


@pytest.fixture
def service_manager(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket of a service manager, as systemd's; its address goes into NOTIFY_SOCKET."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(TIMEOUT)
        yield manager


class StartInstance(Protocol):
    """Starts a real instance on the test database; `environ` has its settings, REDIS_URL for one."""

    def __call__(self, name: str = "alone", **environ: str) -> Instance: ...


@pytest.fixture
def start_instance(test_database_uri: str) -> Iterator[StartInstance]:
    """A function that starts an instance of the test's own."""
    started: list[Instance] = []

    def start(name: str = "alone", **environ: str) -> Instance:
        started.append(Instance(name, {"MONGODB_URI": test_database_uri, **environ}))
        started[-1].start()
        return started[-1]

    yield start
    for instance in started:
        instance.close()


SHARED = "9"  # the admin lists it, also in tests for which every Latin letter is a fault


@pytest.fixture(scope="session")
def live_server_process(test_database_uri: str) -> Iterator[Instance]:
    """One instance for all tests that leave it as it was. Rooms and people of a test are its own."""
    instance = Instance(SHARED, {"MONGODB_URI": test_database_uri})
    instance.start()
    yield instance
    instance.close()


@pytest.fixture(autouse=True)
def unknown_workspace() -> None:
    """What this process keeps of the workspace is of no other test's database."""
    forget_workspace()
