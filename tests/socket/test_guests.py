"""A guest sees the rooms that they belong to, and nothing of any other."""

import asyncio

from tests.actions_process import ActionsProcess
from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Account, Workspace

NOWHERE = "no-such-room"


async def guest(workspace: Workspace, *rooms: str) -> Account:
    """Somebody who joined these rooms and was made a guest then."""
    account = workspace.new_account()
    for room in rooms:
        await asyncio.to_thread(workspace.actions, "join", user=account.id, room=room)
    await asyncio.to_thread(workspace.actions, "set_role", user=account.id, role="guest")
    return account


async def test_a_room_of_others_is_answered_like_one_that_does_not_exist(
    instance: Instance, workspace: Workspace, room: str
) -> None:
    account = await guest(workspace)
    async with account.at(instance) as client:
        for type, fields in (
            ("join", {}),
            ("history", {}),
            ("read", {"seq": 0}),
            ("post", {"text": "hello"}),
            ("edit", {"text": "hello", "seq": 1}),
            ("delete", {"seq": 1}),
            ("react", {"seq": 1, "emoji": "👍", "on": True}),
            ("pin", {"seq": 1, "on": True}),
            ("pins", {}),
        ):
            answers = [
                await client.answer_to(type, id=new_id(), room=name, **fields) for name in (room, NOWHERE)
            ]
            answer, expected = (
                {k: v for k, v in each.items() if k not in ("id", "room")} for each in answers
            )
            assert answer == expected
            assert answer["code"] == "not_found"


async def test_in_their_own_room_they_read_and_write(
    instance: Instance, workspace: Workspace, room: str
) -> None:
    account = await guest(workspace, room)
    async with account.at(instance) as client, workspace.accounts.member.at(instance) as member:
        await member.follow(room)
        await client.follow(room)
        seq = await client.post(room, "hello")
        await member.wait_for(type="event", seq=seq, text="hello")


async def test_who_becomes_a_guest_leaves_the_rooms_that_they_do_not_belong_to(
    instance: Instance, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    account, own = workspace.new_account(), workspace.room()
    await asyncio.to_thread(actions, "join", user=account.id, room=own)
    async with account.at(instance) as client:
        await client.follow(room)
        await client.follow(own)
        await asyncio.to_thread(actions, "set_role", user=account.id, role="guest")
        assert (await client.wait_for(type="left", room=room))["reason"] == "gone"
        assert await client.refused("join", room=room) == "not_found"
        await client.post(own)
        await asyncio.to_thread(actions, "set_role", user=account.id, role="member")
        await client.until_answered("join", "joined", room=room)
