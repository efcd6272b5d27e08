"""Events that were stored, and that the channel layer did not carry to another instance."""

import asyncio
import signal
import uuid
from collections.abc import Iterator
from typing import Any

import pymongo
import pytest

from tests.instance import Instance
from tests.proxy import Proxy
from tests.socket.conftest import ROOMY
from tests.workspace import Accounts, Workspace

WITHIN = 10.0  # seconds after its ack, an event has reached all followers


def store(workspace: Workspace, room: str, like: int) -> int:
    """Stores one more event, like the one at `like`, as an instance that ends before it has published it; its
    seq."""
    with pymongo.MongoClient[dict[str, Any]](workspace.mongodb_uri) as client:
        log = client.get_default_database()["chat_event"]
        event = log.find_one({"room": room, "seq": like})
        newest = log.find_one({"room": room}, sort=[("seq", -1)])
        assert event is not None
        assert newest is not None
        seq = int(newest["seq"]) + 1
        log.insert_one({**event, "_id": f"{room}/{uuid.uuid4()}", "seq": seq})
    return seq


async def test_a_rooms_last_event_of_which_nobody_told_is_found(
    pair: tuple[Instance, Instance], workspace: Workspace, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as here, accounts.other.at(pair[1]) as there:
        for client in (here, there):
            await client.follow(room)
        first = await here.post(room)
        await there.wait_for(type="event", seq=first)
        seq = await asyncio.to_thread(store, workspace, room, first)
        for client in (here, there):
            await client.wait_for(type="event", seq=seq, within=WITHIN)


@pytest.fixture
def doomed(workspace: Workspace, joined: dict[str, str]) -> Iterator[Instance]:
    """An instance beside the pair."""
    with workspace.running("doomed", **ROOMY, **joined) as instance:
        yield instance


async def test_what_an_instance_stored_before_it_was_killed_reaches_those_on_another(
    pair: tuple[Instance, Instance], doomed: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.other.at(pair[0]) as there:
        await there.follow(room)
        here = await accounts.member.at(doomed).open()
        await here.welcomed()
        posts = [asyncio.create_task(here.post(room, f"number {n}")) for n in range(400)]
        await posts[0]
        doomed.stop(signal.SIGKILL)
        answers = await asyncio.gather(*posts, return_exceptions=True)
        acked = {answer for answer in answers if isinstance(answer, int)}
        await there.wait_for(type="event", seq=max(acked), within=WITHIN)
        async with accounts.owner.at(pair[1]) as fresh:
            head = (await fresh.join(room))["head"]
        await there.until(lambda: (there.view(room).last or 0) >= head, what=f"event {head}")
        assert there.view(room).seqs == set(range(1, head + 1))
        await here.close()


async def test_a_rooms_last_event_that_was_lost_on_its_way_is_found(
    proxied: tuple[Instance, Proxy], pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    far, proxy = proxied
    async with accounts.member.at(pair[0]) as here, accounts.other.at(far) as there:
        for client in (here, there):
            await client.follow(room)
        await there.wait_for(type="event", seq=await here.post(room, "which comes by the layer"))
        with proxy.losing() as lost:
            seq = await here.post(room, "the last one")
            await asyncio.to_thread(lost.wait, 10)
        await there.wait_for(type="event", seq=seq, within=WITHIN)
        await there.wait_for(type="event", seq=await here.post(room, "the next one"), within=WITHIN)
