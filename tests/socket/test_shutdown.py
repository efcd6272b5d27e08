"""An instance that ends sends its clients away in order."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from tests.client import Client, new_id
from tests.instance import Instance
from tests.socket.conftest import ROOMY
from tests.workspace import Accounts, Workspace


@pytest.fixture
def leaving(workspace: Workspace) -> Iterator[Instance]:
    """An instance that a test may end."""
    with workspace.running("leaving", **ROOMY) as instance:
        yield instance


async def end(instance: Instance) -> asyncio.Task[int]:
    """SIGTERM; the task brings the exit status."""
    return asyncio.create_task(asyncio.to_thread(instance.stop, signal.SIGTERM))


async def test_each_client_gets_its_own_delay_and_is_closed_with_1012(
    leaving: Instance, accounts: Accounts, room: str
) -> None:
    clients: list[Client] = [await accounts.member.at(leaving).open() for _ in range(10)]
    for client in clients:
        await client.welcomed()
        await client.follow(room)
    ended = await end(leaving)
    after = [(await client.wait_for(type="reconnect"))["after"] for client in clients]
    assert [await client.closed() for client in clients] == [1012] * 10
    assert all(seconds > 0 for seconds in after)
    assert len(set(after)) > 5
    assert await ended == 0
    for client in clients:
        await client.close()


async def test_what_was_sent_is_answered_and_what_comes_later_is_unavailable(
    leaving: Instance, instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(leaving) as member:
        await member.follow(room)
        sent = [new_id() for _ in range(300)]
        for id in sent:
            await member.send("post", room=room, id=id, text="before")
        seq = (await member.wait_for(type="ack"))["seq"]
        ended = await end(leaving)
        await member.wait_for(type="reconnect")
        late = [
            await member.answer_to("post", room=room, text="x"),
            await member.answer_to("edit", room=room, seq=seq, text="x"),
            await member.answer_to("delete", room=room, seq=seq),
            await member.answer_to("react", room=room, seq=seq, emoji="👍", on=True),
            await member.answer_to("join", room=room),
        ]
        assert {frame["code"] for frame in late} == {"unavailable"}
        assert all(frame["retry_after"] > 0 for frame in late)
        await member.settle()  # a ping is still answered
        assert await member.closed() == 1012
        answered = {f["id"]: f for f in member.received if f.get("id") in set(sent) and f["type"] != "event"}
        assert set(answered) == set(sent)
        acked = [id for id in sent if answered[id]["type"] == "ack"]
        assert {frame.get("code") for frame in answered.values()} <= {None, "unavailable"}
        assert await ended == 0
    async with accounts.member.at(instance) as again:
        for id in sent:
            await again.ask("post", room=room, id=id, text="again")
        view = await again.load_all(room)
        assert view.order == sent
        assert [text for text in view.texts if text == "before"] == ["before"] * len(acked)


async def test_one_who_was_killed_is_followed_from_where_it_ended(
    leaving: Instance, instance: Instance, accounts: Accounts, room: str
) -> None:
    """Killed without a shutdown: acked is stored, everything else can be sent again."""
    watcher = await accounts.owner.at(leaving).open()
    member = await accounts.member.at(leaving).open()
    await watcher.welcomed()
    await member.welcomed()
    await watcher.follow(room)
    sent = [new_id() for _ in range(200)]
    for id in sent:
        await member.send("post", room=room, id=id, text="before")
    await member.wait_for(type="ack")
    await asyncio.to_thread(leaving.stop, signal.SIGKILL)
    await member.closed()
    acked = {ack["id"]: ack["seq"] for ack in member.all("ack")}
    seen = {event["id"]: event["seq"] for event in watcher.all("event")}
    await watcher.close()
    await member.close()
    async with accounts.member.at(instance) as again:
        again.rooms[room] = watcher.view(room)
        again.rooms[room].following = False
        await again.follow(room)
        for id in sent:
            await again.ask("post", room=room, id=id, text="again")
        view = await again.load_all(room)
        assert view.order == sent
        stored = {id: seq for seq, id in view.ids.items()}
        assert (acked.items() | seen.items()) <= stored.items()


async def test_a_second_start_serves_again(leaving: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(leaving) as member:
        await member.post(room, "before")
    assert await asyncio.to_thread(leaving.stop) == 0
    await asyncio.to_thread(leaving.start)
    async with accounts.member.at(leaving) as member:
        assert [event["text"] for event in (await member.join(room))["events"]] == ["before"]
        assert await member.post(room) == 2
