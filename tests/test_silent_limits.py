"""What would go wrong without a word is said in one: too few files, a clock that differs, two of one name."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pymongo
import pytest

from chatsite import dependencies
from tests.client import Client
from tests.conftest import StartInstance
from tests.instance import Instance, serves
from tests.polling import wait_until
from tests.workspace import Accounts, Workspace


@pytest.fixture
def limited(workspace: Workspace) -> Iterator[Callable[[str], Instance]]:
    """A function that starts an instance under limits of open files, soft:hard."""
    started: list[Instance] = []

    def start(limits: str) -> Instance:
        instance = workspace.instance("limited")
        instance.prefix = ("prlimit", f"--nofile={limits}")
        started.append(instance)
        instance.start()
        return instance

    yield start
    for instance in started:
        instance.close()


def test_the_soft_limit_of_files_is_raised_to_the_hard_one(limited: Callable[[str], Instance]) -> None:
    assert "at most 3840 sockets (4096 files)" in limited("256:4096").log.read_text()


async def test_where_files_run_short_sockets_are_refused_and_it_is_said(
    limited: Callable[[str], Instance], accounts: Accounts
) -> None:
    most = 150  # half of the files: the rest is for MongoDB and pages
    instance = limited("300:300")
    assert "only 300 files may be open, so only 150 sockets" in instance.log.read_text()
    connecting = [accounts.member, accounts.other, accounts.owner]
    clients: list[Client] = []
    for number in range(most):
        clients.append(await connecting[number % 3].at(instance).open())
        await clients[-1].welcomed()
    for _ in range(20):
        refused = await accounts.moderator.at(instance).open()
        assert await refused.closed() == 1013, "come back later"
        await refused.close()
    assert all(client.is_open for client in clients)
    assert serves(instance.url)
    assert instance.log.read_text().count("no more sockets are accepted: 150 are open") == 1
    for client in clients:
        await client.close()


def test_two_instances_of_one_name_are_reported(workspace: Workspace, start_instance: StartInstance) -> None:
    one, two = (start_instance("twin", MONGODB_URI=workspace.mongodb_uri) for _ in range(2))
    said = "another instance is called twin too"
    wait_until(lambda: said in one.log.read_text() + two.log.read_text())


def test_one_that_comes_back_is_not_taken_for_another(
    workspace: Workspace, start_instance: StartInstance
) -> None:
    instance = start_instance("again", MONGODB_URI=workspace.mongodb_uri)
    wait_until(lambda: "again" in known(workspace))
    instance.stop()
    instance.start()
    wait_until(lambda: "again" in known(workspace))
    assert "another instance" not in instance.log.read_text()


def known(workspace: Workspace) -> list[str]:
    """The instances that say of themselves that they serve."""
    with pymongo.MongoClient[dict[str, str]](workspace.mongodb_uri) as client:
        return [row["_id"] for row in client.get_default_database()["chat_instance"].find()]


@pytest.mark.django_db
def test_a_clock_that_differs_from_mongodbs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dependencies.clock_skew() < dependencies.SKEW

    class AnHourLater(datetime):
        @classmethod
        def now(cls, tz=UTC):
            return datetime.now(tz) + timedelta(hours=1)

    monkeypatch.setattr(dependencies, "datetime", AnHourLater)
    assert timedelta(minutes=59) < dependencies.clock_skew() < timedelta(minutes=61)
