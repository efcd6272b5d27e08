"""While MongoDB does not answer, clients are told so; when it does again, nothing is missing or doubled."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from tests.cast import Stage
from tests.client import new_id
from tests.instance import Instance
from tests.services import StartServers
from tests.socket.conftest import ROOMY
from tests.socket.entrance import turned_away
from tests.supervised import Supervised


@pytest.fixture
def mongodb(start_servers: StartServers) -> Supervised:
    return start_servers(nodes=1)


@pytest.fixture
def troubled(mongodb: Supervised) -> Iterator[tuple[Stage, Instance]]:
    """A stage and an instance on a MongoDB of their own."""
    stage = Stage(mongodb.said("MONGODB_URI"))
    instance = stage.instance("troubled", **ROOMY, MONGODB_TIMEOUT_MS="1000")
    instance.start()
    yield stage, instance
    instance.close()
    stage.backstage.close()


async def test_a_database_that_does_not_answer(mongodb: Supervised, troubled: tuple[Stage, Instance]) -> None:
    stage, instance = troubled
    room = stage.room()
    member, latecomer = stage.passer_by(), stage.passer_by()
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
            await client.wait_for(id="still here", within=2)

            assert await turned_away(latecomer.at(instance)) == 1013

            for sent in (id, change):
                answer = await client.wait_for(type="error", id=sent, within=20)
                assert answer["code"] == "unavailable"
                assert answer["retry_after"] > 0
            assert view.head == seq
        finally:
            mongodb.kill("mongod", signal.SIGCONT)

        async with asyncio.timeout(20):
            while True:
                answer = await client.ask_loosely("post", room=room, id=id, text="once")
                if answer["type"] == "ack":
                    break
                assert answer["code"] == "unavailable"
                await asyncio.sleep(0.2)
        again = await client.ask("edit", room=room, id=change, seq=seq, text="changed once")
        assert await client.ask("edit", room=room, id=change, seq=seq, text="x") == again
        await client.wait_for(type="event", seq=again["seq"])
        assert view.order.count(id) == view.order.count(change) == 1
        assert view.texts == ["changed once", "once"]
    async with latecomer.at(instance) as late:
        assert (await late.load_all(room)).order == view.order
