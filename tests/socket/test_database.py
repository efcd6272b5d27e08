"""While MongoDB does not answer, clients get an error; when it does again, nothing is missing or doubled."""

import signal
from collections.abc import Iterator

import pytest

from tests.client import new_id
from tests.instance import Instance
from tests.polling import async_wait_until
from tests.services import StartServers
from tests.socket.conftest import ROOMY
from tests.socket.rejection import close_code_of_rejected
from tests.supervisor import Supervisor
from tests.workspace import Workspace


@pytest.fixture
def mongodb(start_servers: StartServers) -> Supervisor:
    return start_servers(nodes=1)


@pytest.fixture
def troubled(mongodb: Supervisor) -> Iterator[tuple[Workspace, Instance]]:
    """A workspace and an instance on a MongoDB of their own."""
    workspace = Workspace(mongodb.variable("MONGODB_URI"))
    instance = workspace.instance("troubled", **ROOMY, MONGODB_TIMEOUT_MS="1000")
    instance.start()
    yield workspace, instance
    instance.close()
    workspace.actions.close()


async def test_a_database_that_does_not_answer(
    mongodb: Supervisor, troubled: tuple[Workspace, Instance]
) -> None:
    workspace, instance = troubled
    room = workspace.room()
    member, latecomer = workspace.new_account(), workspace.new_account()
    async with member.at(instance) as client:
        view = await client.follow(room)
        seq = await client.post(room)
        id, change = new_id(), new_id()
        mongodb.kill("mongod", signal.SIGSTOP)
        try:
            await client.send("post", room=room, id=id, text="once")
            await client.send("edit", room=room, id=change, seq=seq, text="changed once")
            # What is in memory is still there to be read by those who are there.
            await client.send("ping", id="still here")
            await client.wait_for(id="still here")

            assert await close_code_of_rejected(latecomer.at(instance)) == 1013

            for sent in (id, change):
                answer = await client.wait_for(type="error", id=sent)
                assert answer["code"] == "unavailable"
                assert answer["retry_after"] > 0
            assert view.head == seq
        finally:
            mongodb.kill("mongod", signal.SIGCONT)

        async def acked() -> bool:
            answer = await client.answer_to("post", room=room, id=id, text="once")
            assert answer.get("code") in (None, "unavailable")
            return bool(answer["type"] == "ack")

        await async_wait_until(acked, what="an ack")
        again = await client.ask("edit", room=room, id=change, seq=seq, text="changed once")
        assert await client.ask("edit", room=room, id=change, seq=seq, text="x") == again
        await client.wait_for(type="event", seq=again["seq"])
        assert view.order.count(id) == view.order.count(change) == 1
        assert view.texts == ["changed once", "once"]
    async with latecomer.at(instance) as late:
        assert (await late.load_all(room)).order == view.order
