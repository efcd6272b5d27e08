"""Out of a room: bans and kicks, done by another process, reach the sockets of every instance."""

import asyncio

import pytest

from tests.actions_process import ActionsProcess
from tests.client import new_id
from tests.instance import Instance
from tests.socket.other_process import done
from tests.workspace import Account, Accounts, Workspace


async def test_the_banned_are_told_and_get_nothing_more(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    elsewhere = workspace.room()
    async with somebody.at(place) as program, accounts.owner.at(place) as owner:
        view = await program.follow(room)
        await program.follow(elsewhere)
        await done(lambda: actions("ban", by=accounts.moderator.id, room=room, user=somebody.id))
        left = await program.wait_for(type="left")
        assert left == {"type": "left", "room": room, "reason": "banned"}
        head = view.head
        await owner.post(room)
        await program.settle()
        assert view.head == head
        for frame in (
            {"type": "join"},
            {"type": "history"},
            {"type": "post", "text": "x"},
            {"type": "edit", "seq": 1, "text": "x"},
            {"type": "delete", "seq": 1},
            {"type": "react", "seq": 1, "emoji": "👍", "on": True},
            {"type": "typing"},
            {"type": "read", "seq": 0},
        ):
            assert await program.refused(**frame, room=room) == "forbidden"
        assert (await program.ask("leave", room=room))["reason"] == "left"
        assert await program.post(elsewhere) == 1
        await done(lambda: actions("unban", by=accounts.moderator.id, room=room, user=somebody.id))
        await program.until_answered("join", "joined", room=room)


async def test_what_the_banned_are_saying_just_then_is_stored_or_refused(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(place) as program:
        await program.follow(room)

        async def talk() -> None:
            while not program.all("left"):
                for _ in range(5):
                    await program.send("post", room=room, id=new_id(), text="x")
                await program.settle()

        talking = asyncio.create_task(talk())
        await done(lambda: actions("ban", by=accounts.owner.id, room=room, user=somebody.id))
        await talking
        await program.ask("leave", room=room)  # comes when everything before it is answered
        codes = {error["code"] for error in program.all("error")}
        assert codes <= {"forbidden"}
    async with accounts.owner.at(place) as owner:
        stored = (await owner.load_all(room)).seqs
        assert len(stored) == len(program.all("ack"))


async def test_the_kicked_are_told_and_may_come_back(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(place) as program:
        await program.follow(room)
        await done(lambda: actions("kick", by=accounts.owner.id, room=room, user=somebody.id))
        assert (await program.wait_for(type="left"))["reason"] == "kicked"
        await program.follow(room)
        await program.post(room)


async def test_others_are_not_removed(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(place) as program, accounts.member.at(place) as member:
        await member.follow(room)
        await program.follow(room)
        await done(lambda: actions("ban", by=accounts.owner.id, room=room, user=somebody.id))
        await program.wait_for(type="left")
        await member.post(room)
        assert member.all("left") == []


@pytest.mark.parametrize("do", ["ban", "kick"])
def test_only_moderators_remove_people(
    workspace: Workspace, accounts: Accounts, actions: ActionsProcess, room: str, do: str
) -> None:
    for by in (accounts.member, accounts.outsider, accounts.banned):
        assert fails(actions, do, by, room, accounts.other)
    assert fails(actions, do, accounts.moderator, room, accounts.owner)
    assert fails(actions, do, accounts.owner, room, accounts.owner)


def fails(actions: ActionsProcess, do: str, by: Account, room: str, target: Account) -> bool:
    try:
        actions(do, by=by.id, room=room, user=target.id)
    except AssertionError as failed:
        return "Refused" in str(failed)
    return False


async def test_a_deleted_room_is_told_as_gone_and_is_not_there(
    place: Instance, accounts: Accounts, actions: ActionsProcess, workspace: Workspace
) -> None:
    room = workspace.room()
    async with accounts.member.at(place) as program:
        await program.follow(room)
        await program.post(room)
        deletion = asyncio.create_task(done(lambda: actions("delete_room", room=room)))
        left = await program.wait_for(type="left")
        assert left == {"type": "left", "room": room, "reason": "gone"}
        assert await program.refused("post", room=room, text="x") == "not_found"
        await deletion
        assert await program.refused("join", room=room) == "not_found"


async def test_who_follows_nothing_is_known_to_be_banned_as_soon(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    """An instance remembers who may enter a room, and forgets it at the notice."""
    somebody = workspace.new_account()
    async with somebody.at(place) as program:
        await program.post(room)
        await done(lambda: actions("ban", by=accounts.moderator.id, room=room, user=somebody.id))
        await program.until_refused("post", "forbidden", room=room, text="hello")
        await done(lambda: actions("unban", by=accounts.moderator.id, room=room, user=somebody.id))
        await program.until_answered("join", "joined", room=room)
