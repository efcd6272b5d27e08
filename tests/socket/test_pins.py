"""Pinned messages: who may pin, what it does to a message, and the list of them."""

import asyncio
from typing import Any

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.socket.test_policy import set_policy
from tests.workspace import Accounts


async def pins(client: Client, room: str) -> list[dict[str, Any]]:
    answer = await client.ask("pins", room=room)
    return list(answer["events"])


async def test_a_pin_is_an_event_and_is_fetched_with_the_message(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.other.at(pair[1]) as other:
        await other.follow(room)
        await member.follow(room)
        seq = await member.post(room, "read this")
        ack = await member.ask("pin", room=room, seq=seq, on=True)
        event = await other.wait_for(type="event", kind="pin")
        assert (event["seq"], event["target"], event["on"]) == (ack["seq"], seq, True)
        assert event["author"] == accounts.member.author
        [message] = (await member.ask("history", room=room, limit=1, before=seq + 1))["events"]
        assert (message["pinned"], message["rev"]) == (True, ack["seq"])
        await other.ask("pin", room=room, seq=seq, on=False)
        await member.wait_for(type="event", kind="pin", on=False)
        [message] = (await member.ask("history", room=room, limit=1, before=seq + 1))["events"]
        assert "pinned" not in message


async def test_what_changes_nothing_makes_no_event(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room, "read this")
        first = await member.ask("pin", room=room, seq=seq, on=True)
        again = await member.ask("pin", room=room, seq=seq, on=True)
        assert again["rev"] == again["seq"] == first["seq"]
        assert (await member.join(room))["head"] == first["seq"]


async def test_the_list_has_the_last_pinned_first_and_the_messages_as_they_are_now(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.other.at(pair[1]) as other:
        one, two, three = [await member.post(room, text) for text in ("one", "two", "three")]
        for seq in (two, one, three):
            await member.ask("pin", room=room, seq=seq, on=True)
        await member.ask("edit", room=room, seq=one, text="one, changed")
        await other.follow(room)
        for client in (member, other):
            answer = await client.ask("pins", room=room)
            assert [event["seq"] for event in answer["events"]] == [three, one, two]
            assert [event["text"] for event in answer["events"]] == ["three", "one, changed", "two"]
            assert all(event["pinned"] is True for event in answer["events"])
        await other.ask("pin", room=room, seq=one, on=False)
        await other.ask("pin", room=room, seq=two, on=False)
        await other.ask("pin", room=room, seq=two, on=True)
        await member.follow(room)
        assert [event["seq"] for event in await pins(member, room)] == [two, three]


async def test_a_deletion_takes_the_pin_away_and_a_restoration_does_not_bring_it_back(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room, "pinned for a while")
        await member.ask("pin", room=room, seq=seq, on=True)
        assert len(await pins(member, room)) == 1
        await member.ask("delete", room=room, seq=seq)
        assert await pins(member, room) == []
        await member.follow(room)
        await asyncio.to_thread(actions, "restore", by=accounts.moderator.id, room=room, seq=seq)
        await member.wait_for(type="event", kind="restore")
        assert await pins(member, room) == []
        [message] = (await member.ask("history", room=room, limit=1, before=seq + 1))["events"]
        assert "pinned" not in message


async def test_only_messages_that_stand_are_pinned(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        seq = await member.post(room, "deleted soon")
        deletion = (await member.ask("delete", room=room, seq=seq))["seq"]
        for target in (seq, deletion, 4711):
            refusal = await member.answer_to("pin", room=room, seq=target, on=True)
            assert refusal["code"] == "not_found"


async def test_where_moderators_pin_others_may_not(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.moderator.at(instance) as moderator:
        seq = await member.post(room, "mine")
        await set_policy(actions, accounts, room, pin="moderators")
        await member.until_refused("pin", "forbidden", room=room, seq=seq, on=True)
        await moderator.ask("pin", room=room, seq=seq, on=True)
        assert (await member.join(room, info=True))["pins"] == [seq]


async def test_a_room_has_a_hundred_pinned_messages_at_most(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    await asyncio.to_thread(actions, "post", by=accounts.member.id, room=room, text="one of many", count=102)
    await asyncio.to_thread(actions, "pin", by=accounts.owner.id, room=room, seqs=list(range(1, 100)))
    async with accounts.member.at(pair[0]) as here, accounts.other.at(pair[1]) as there:
        answers = await asyncio.gather(
            here.answer_to("pin", room=room, seq=100, on=True),
            here.answer_to("pin", room=room, seq=101, on=True),
            there.answer_to("pin", room=room, seq=102, on=True),
        )
        assert sorted(answer.get("code", "") for answer in answers) == ["", "forbidden", "forbidden"]
        assert len(await pins(here, room)) == 100
        await here.ask("pin", room=room, seq=1, on=False)
        await there.until_answered("pin", "ack", room=room, seq=102, on=True)
