"""The list on several instances, which die: everybody is told how much is unread, and each entry is one."""

import signal
from collections.abc import Iterator

import pytest
from pymongo import MongoClient

from tests.instance import Instance
from tests.polling import wait_until
from tests.supervisor import Supervisor
from tests.workspace import Workspace


@pytest.fixture(scope="module")
def own_workspace(servers: Supervisor) -> Iterator[Workspace]:
    """A database that no other test's instance reads for."""
    workspace = Workspace(servers.variable("MONGODB_URI"), "wick_for_you")
    yield workspace
    workspace.actions.close()


@pytest.fixture
def pair(own_workspace: Workspace, redis_url: str) -> Iterator[tuple[Instance, Instance]]:
    environ = {"REDIS_URL": redis_url, "REDIS_PREFIX": "for-you", "WICK_BACKGROUND_WORK": "true"}
    with (
        own_workspace.running("for-you-1", **environ) as one,
        own_workspace.running("for-you-2", **environ) as two,
    ):
        yield one, two


async def test_a_mention_is_counted_on_every_instance_also_when_the_one_that_reads_is_killed(
    own_workspace: Workspace, pair: tuple[Instance, Instance]
) -> None:
    accounts = own_workspace.accounts
    room = own_workspace.room()
    own_workspace.actions("join", user=accounts.member.id, room=room)
    with MongoClient[dict[str, object]](own_workspace.mongodb_uri) as client:
        database = client.get_default_database()
        states = database["projections_projectionstate"]
        position = {"_id": "for_you", "token": {"$ne": None}, "holder": {"$ne": ""}}
        state = wait_until(lambda: states.find_one(position), what="somebody to read")
        assert state is not None
        name = str(state["holder"]).partition("/")[0]
        reading, other = pair if name == "for-you-1" else pair[::-1]

        async with accounts.member.at(other) as member:
            own_workspace.actions("post", by=accounts.owner.id, room=room, text="@member look")
            await member.wait_for(type="for_you", unread=1)
            reading.stop(signal.SIGKILL)
            own_workspace.actions("post", by=accounts.owner.id, room=room, text="@member look")
            await member.wait_for(type="for_you", unread=2)
            assert database["for_you_foryouentry"].count_documents({"room": room}) == 2

            await member.ask("join", room=room)
            await member.send(type="read", room=room, seq=2)
            await member.wait_for(type="for_you", unread=0)
