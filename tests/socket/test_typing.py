"""typing and presence: for the others, and not for ever."""

import asyncio
import time
from functools import partial

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


async def test_typing_is_shown_to_the_others_in_the_room(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with (
        accounts.member.at(instance) as member,
        accounts.member.at(instance) as second,
        accounts.other.at(instance) as other,
        accounts.owner.at(instance) as elsewhere,
    ):
        for client in (member, second, other):
            await client.follow(room)
        await member.send("typing", room=room, id="mine")
        assert await other.wait_for(type="typing") == {
            "type": "typing",
            "room": room,
            "user": accounts.member.author,
        }
        for client in (member, second, elsewhere):
            await client.settle()
            assert client.all("typing") == []
        assert not [frame for frame in member.received if frame.get("id") == "mine"]


async def test_typing_reaches_other_instances(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.other.at(pair[1]) as other:
        await other.follow(room)
        await member.send("typing", room=room)
        assert (await other.wait_for(type="typing"))["user"] == accounts.member.author


async def test_who_joins_hears_who_is_writing(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with (
        accounts.member.at(pair[0]) as member,
        accounts.owner.at(pair[0]) as beside,
        accounts.other.at(pair[1]) as first,
        accounts.moderator.at(pair[1]) as late,
    ):
        await first.follow(room)
        await member.send("typing", room=room)
        await first.wait_for(type="typing")
        for client in (beside, late, member):
            await client.follow(room)
        for client in (beside, late):
            assert (await client.wait_for(type="typing"))["user"] == accounts.member.author
        await member.settle()
        assert member.all("typing") == []

        await member.post(room)  # and then writes no more
        await beside.wait_for(type="event", seq=1)
        mark = beside.mark()
        await beside.join(room)
        await beside.settle()
        assert [frame for frame in beside.received[mark:] if frame["type"] == "typing"] == []


async def test_typing_more_often_than_every_three_seconds_is_not_shown_more_often(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        await other.follow(room)
        for _ in range(5):
            await member.send("typing", room=room)
        await member.settle()
        await other.settle()
        assert len(other.all("typing")) == 1


async def test_where_one_may_not_type(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.banned.at(instance) as banned:
        assert await banned.refused("typing", room=room) == "forbidden"
        assert await banned.refused("typing", room="no-such-room") == "not_found"


async def test_presence_comes_after_each_joined_and_when_it_changes(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        await member.follow(room)
        first = await member.wait_for(type="presence")
        assert first == {"type": "presence", "room": room, "online": [accounts.member.author], "count": 1}
        mark = member.mark()
        await member.join(room)
        assert await member.wait_for(type="presence", start=mark) == first
        async with accounts.other.at(instance) as other, accounts.other.at(instance) as second:
            await other.follow(room)
            await second.follow(room)  # two sockets are one person
            both = await other.wait_for(type="presence", count=2)
            assert sorted(user["username"] for user in both["online"]) == ["member", "other"]
            await member.wait_for(type="presence", count=2)


async def test_nobody_is_told_who_is_there_more_often_than_every_five_seconds(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """But after each `joined`. Even when people come and go meanwhile, the last list is the right one."""
    async with accounts.member.at(instance) as member:
        began = time.monotonic()
        await member.follow(room)

        async def come_and_go() -> None:
            while True:
                async with accounts.other.at(instance) as other:
                    await other.follow(room)

        moving = asyncio.create_task(come_and_go())
        await member.until(lambda: len(member.all("presence")) == 2)
        moving.cancel()
        assert time.monotonic() - began >= 5
        await member.wait_for(type="presence", count=1, start=len(member.received) - 1)


async def test_presence_is_that_of_all_instances(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as member, accounts.other.at(pair[1]) as other:
        await member.follow(room)
        await other.follow(room)
        for client in (member, other):
            both = await client.wait_for(type="presence", room=room, count=2)
            assert sorted(user["username"] for user in both["online"]) == ["member", "other"]


async def test_a_new_name_is_shown_on_every_instance(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    workspace: Workspace,
    actions: ActionsProcess,
    room: str,
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(pair[0]) as renamed, accounts.other.at(pair[1]) as other:
        for client in (renamed, other):
            await client.follow(room)
        await asyncio.to_thread(actions, "change_name", user=somebody.id, name="Another Name")

        def shown(client: Client) -> bool:
            lists = [{user["name"] for user in frame["online"]} for frame in client.all("presence")]
            return {"Another Name", accounts.other.name} in lists

        for client in (renamed, other):
            await client.until(partial(shown, client))


async def test_above_a_hundred_people_only_their_number_is_told(
    instance: Instance, accounts: Accounts, room: str, workspace: Workspace
) -> None:
    crowd = [workspace.new_account().at(instance) for _ in range(100)]
    for client in crowd:
        await client.__aenter__()
        await client.send("join", room=room)
    for client in crowd:
        await client.wait_for(type="joined")
    async with accounts.member.at(instance) as member:
        mark = crowd[0].mark()
        await member.follow(room)
        assert await member.wait_for(type="presence") == {"type": "presence", "room": room, "count": 101}
        await crowd[0].wait_for(type="presence", count=101, start=mark)
    for client in crowd:
        await client.close()
