"""Threads: replies to a message, what its copies say of them, and pages of a thread."""

import asyncio
from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client, new_id
from tests.instance import Instance
from tests.workspace import Accounts

LATER = (
    40  # reactions after which the messages before are in the memory of no instance (tests.socket.conftest)
)


async def push_out(client: Client, room: str, seq: int) -> None:
    for n in range(LATER):
        await client.ask("react", room=room, seq=seq, emoji="👍", on=n % 2 == 0)


async def first_as_now(client: Client, room: str, seq: int) -> dict[str, Any]:
    page = await client.ask("history", room=room, before=seq + 1, limit=1, shown=True)
    [found] = page["events"]
    assert found["seq"] == seq
    return dict(found)


def seqs(frame: dict[str, Any]) -> list[int]:
    return [event["seq"] for event in frame["events"]]


async def test_a_reply_says_in_which_thread_it_is(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        await owner.follow(room)
        first = await member.post(room)
        alone = await member.post(room, "aside", thread=first)
        also = await member.post(room, "for all", thread=first, also=True)
        event = await owner.wait_for(type="event", seq=alone)
        assert (event["thread"], "also" in event) == (first, False)
        event = await owner.wait_for(type="event", seq=also)
        assert (event["thread"], event["also"]) == (first, True)
        plain = await member.post(room, "no thread", also=True)
        event = await owner.wait_for(type="event", seq=plain)
        assert not {"thread", "also", "replies"} & event.keys()


async def test_the_thread_of_a_reply_is_a_message_that_has_none_itself(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        first = await member.post(room)
        reply = await member.post(room, thread=first)
        reaction = (await member.ask("react", room=room, seq=first, emoji="👍", on=True))["seq"]
        for wrong in (reply, reaction, reaction + 1, 10**9):
            assert await member.refused("post", room=room, text="?", thread=wrong, id=new_id()) == "not_found"
        await member.ask("delete", room=room, seq=first)
        await member.post(room, "to a deleted one", thread=first)


async def test_a_post_is_looked_at_in_the_order_of_the_contract(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """Is the id known, rights, text, thread."""
    async with accounts.member.at(instance) as member, accounts.banned.at(instance) as banned:
        id = new_id()
        seq = await member.post(room, id=id)
        assert (await member.ask("post", room=room, id=id, text="x", thread=99))["seq"] == seq
        assert await banned.refused("post", room=room, text="", thread=99, id=new_id()) == "forbidden"
        assert await member.refused("post", room=room, text=" ", thread=99, id=new_id()) == "empty"


async def test_a_message_is_fetched_with_the_replies_to_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """From memory, and from the log."""
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        first = await member.post(room)
        await member.post(room, thread=first)
        newest = await owner.post(room, thread=first)
        found = await first_as_now(owner, room, first)
        at = found["replies"].pop("at")
        people = [accounts.owner.id, accounts.member.id]
        assert found["replies"] == {"count": 2, "seq": newest, "people": people}
        assert found["rev"] == newest
        other = await member.post(room)
        await push_out(owner, room, other)
        again = await first_as_now(owner, room, first)
        assert again["replies"] == {"count": 2, "seq": newest, "people": people, "at": at}
        assert again["rev"] == newest


async def test_a_deletion_carries_the_thread_and_the_count_follows(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        view = await owner.follow(room)
        first = await member.post(room)
        reply = await member.post(room, "aside", thread=first, also=True)
        gone = (await member.ask("delete", room=room, seq=reply))["seq"]
        event = await owner.wait_for(type="event", seq=gone)
        assert (event["thread"], event["also"]) == (first, True)
        assert view.message(first)["replies"]["count"] == 0
        assert (await first_as_now(owner, room, first))["replies"]["count"] == 0
        await asyncio.to_thread(actions, "restore", by=accounts.moderator.id, room=room, seq=reply)
        event = await owner.wait_for(type="event", kind="restore")
        assert (event["thread"], event["also"]) == (first, True)
        now = await first_as_now(owner, room, first)
        assert (now["replies"]["count"], now["replies"]["seq"], now["rev"]) == (1, reply, event["seq"])
        assert view.message(first) == now


async def test_the_room_shows_no_reply_but_those_that_are_for_it_as_well(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """From memory, and from the log."""
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        first = await member.post(room)
        for _ in range(15):
            await member.post(room, thread=first)
        also = await member.post(room, thread=first, also=True)
        last = await member.post(room)
        assert seqs(await owner.join(room, shown=True)) == [first, also, last]
        await push_out(owner, room, last)
        assert seqs(await owner.join(room, shown=True)) == [first, also, last]
        page = await owner.ask("history", room=room, before=last, limit=1, shown=True)
        assert (seqs(page), page["more"]) == ([also], True)


async def test_history_of_a_thread_has_its_messages_and_its_first_one(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        first = await member.post(room, "the first")
        replies = []
        for n in range(5):
            replies.append(await member.post(room, f"{n}", thread=first))
            await member.post(room, "between")
        await member.ask("delete", room=room, seq=replies[1])
        await member.ask("edit", room=room, seq=replies[4], text="changed")
        page = await owner.ask("history", room=room, thread=first, limit=2)
        assert (seqs(page), page["more"], page["thread"]) == (replies[3:], True, first)
        assert page["events"][1]["text"] == "changed"
        assert (page["root"]["text"], page["root"]["replies"]["count"]) == ("the first", 4)
        assert page["following"] is False
        page = await owner.ask("history", room=room, thread=first, before=replies[3])
        assert (seqs(page), page["more"]) == (replies[:3], False)
        assert page["events"][1]["deleted"] is True
        assert (await member.ask("history", room=room, thread=first))["following"] is True


async def test_what_has_no_replies_yet_is_an_empty_thread(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        first = await member.post(room)
        page = await member.ask("history", room=room, thread=first)
        assert (page["events"], page["more"], page["root"]["seq"]) == ([], False, first)
        assert "replies" not in page["root"]
        reply = await member.post(room, thread=first)
        assert await member.refused("history", room=room, thread=reply) == "not_found"
        assert await member.refused("history", room=room, thread=999) == "not_found"


async def test_whoever_holds_what_of_a_thread_ends_in_the_same_state(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    """Live, resumed, and fetched by history, while others write."""
    async with accounts.member.at(pair[0]) as member, accounts.owner.at(pair[1]) as owner:
        live = await owner.follow(room)
        first = await member.post(room)
        replies = [await member.post(room, f"{n}", thread=first) for n in range(3)]
        async with accounts.other.at(pair[1]) as other:
            await other.join(room, shown=True)
            await other.ask("leave", room=room)
            held = other.view(room)
            await member.ask("delete", room=room, seq=replies[0])
            await owner.post(room, "more", thread=first)
            await other.ask("history", room=room, thread=first)
            last = await member.post(room, "last", thread=first)
            await other.follow(room)
            await owner.wait_for(type="event", seq=last)
            fresh = await first_as_now(member, room, first)
            assert held.message(first) == live.message(first) == fresh
            assert fresh["replies"]["count"] == 4


@pytest.mark.parametrize("lean", [False, True])
async def test_the_first_message_comes_as_the_socket_takes_events(
    instance: Instance, accounts: Accounts, room: str, lean: bool
) -> None:
    async with accounts.member.at(instance, lean=lean) as member:
        first = await member.post(room, "plain")
        await member.ask("history", room=room, thread=first)
        frames = member.lean_frames if lean else member.received
        page = next(frame for frame in frames if frame["type"] == "history")
        assert ("html" in page["root"]) is not lean


async def test_the_thread_is_looked_at_before_slow_mode(
    instance: Instance, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    async with accounts.member.at(instance) as member:
        await asyncio.to_thread(actions, "set_policy", by=accounts.owner.id, room=room, slow=3600)
        first = await member.post(room)
        wrong, right = {"thread": 99, "id": new_id()}, {"thread": first, "id": new_id()}
        assert await member.refused("post", room=room, text="?", **wrong) == "not_found"
        assert await member.refused("post", room=room, text="?", **right) == "rate_limited"
