"""A private room and a direct conversation are there for their members alone: over a socket, an outsider gets
the answers of a room that does not exist."""

import asyncio
import uuid
from functools import partial
from typing import Any

import pytest

from chat.websocket.session import frame_decoder
from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.socket.other_process import done
from tests.workspace import Account, Accounts, Workspace

# For each type of frame that names a room, one that a member would be given an answer to.
FRAMES: dict[str, dict[str, Any]] = {
    "join": {},
    "history": {},
    "post": {"text": "x"},
    "edit": {"seq": 1, "text": "x"},
    "delete": {"seq": 1},
    "react": {"seq": 1, "emoji": "👍", "on": True},
    "pin": {"seq": 1, "on": True},
    "pins": {},
    "typing": {},
    "read": {"seq": 1},
    "counts": {},
    "draft": {"text": "x"},
    "level": {"level": "mentions"},
    "favourite": {"on": True},
    "keep": {"seq": 1, "on": True},
    "follow": {"seq": 1, "on": True},
}
# `leave` is answered alike for every room, and the others name none.
OTHERS = {"leave", "ping", "watch", "here"}


@pytest.fixture(params=["private", "direct"])
def closed_room(request: pytest.FixtureRequest, accounts: Accounts, joined_actions: ActionsProcess) -> str:
    """A room of the owner and a member, in which something was written."""
    if request.param == "private":
        slug = f"p-{uuid.uuid4().hex[:12]}"
        room = joined_actions(
            "private_room", slug=slug, owner=accounts.owner.id, members=[accounts.member.id]
        )
    else:
        room = joined_actions("conversation", by=accounts.owner.id, people=[accounts.member.id])
    joined_actions("post", by=accounts.member.id, room=room)
    return str(room)


def test_every_frame_is_tried() -> None:
    assert frame_decoder().types.keys() - OTHERS == FRAMES.keys()


async def answers(program: Client, room: str) -> dict[str, dict[str, Any]]:
    """How each type of frame is answered for this room, without what the frame said itself."""
    found = {}
    for type, fields in FRAMES.items():
        answer = await program.answer_to(type, **fields, room=room)
        assert answer["room"] == room
        found[type] = {name: value for name, value in answer.items() if name not in ("id", "room")}
    return found


@pytest.mark.parametrize("who", ["outsider", "staff"])
async def test_an_outsider_gets_the_answers_of_a_room_that_is_not_there(
    pair: tuple[Instance, Instance], accounts: Accounts, closed_room: str, who: str
) -> None:
    somebody: Account = getattr(accounts, who)
    live, _ = pair
    async with accounts.member.at(live) as member:
        await member.follow(closed_room)
        for instance in pair:  # where the room is live, and where it is not
            async with somebody.at(instance) as program:
                nothing = await answers(program, f"n-{uuid.uuid4().hex[:12]}")
                assert {answer["code"] for answer in nothing.values()} == {"not_found"}
                assert await answers(program, closed_room) == nothing
                assert await answers(program, closed_room) == nothing
                assert (await program.ask("ping"))["heads"] == {}
        await member.wait_for(type="presence", room=closed_room)
        await member.settle()
        assert not member.all("typing", room=closed_room)
        present = member.all("presence", room=closed_room)
        assert {user["id"] for frame in present for user in frame["online"]} == {accounts.member.id}


@pytest.mark.parametrize("who", ["outsider", "staff"])
async def test_whoever_watches_learns_nothing_of_a_room_that_they_are_not_in(
    pair: tuple[Instance, Instance], accounts: Accounts, closed_room: str, room: str, who: str
) -> None:
    somebody: Account = getattr(accounts, who)
    nowhere = f"n-{uuid.uuid4().hex[:12]}"
    have = {closed_room: [0, 0, "x"], nowhere: [0, 0, "x"]}
    async with somebody.at(pair[0]) as program, accounts.member.at(pair[1]) as member:
        await program.ask("join", room=room)
        await program.ask("watch")
        rooms = (await program.ask("watch", have=have))["rooms"]
        answers = {one["room"]: {**one, "room": ""} for one in rooms if one["room"] in have}
        assert answers == {key: {"room": "", "role": None} for key in have}
        for number in range(3):
            await member.post(closed_room, f"news {number}")
        await program.wait_for(type="event", room=room, seq=await member.post(room, "seen"))
        await program.settle()
        named = [frame for frame in program.received if frame.get("room") == closed_room]
        assert named == []
        assert not [frame for frame in program.all("people") if accounts.member.id in str(frame)]


async def test_its_members_use_it_as_any_room(
    pair: tuple[Instance, Instance], accounts: Accounts, closed_room: str
) -> None:
    one, two = pair
    async with accounts.owner.at(one) as owner, accounts.member.at(two) as member:
        await owner.follow(closed_room)
        view = await member.follow(closed_room)
        seq = await owner.post(closed_room, "for us")
        await member.wait_for(type="event", room=closed_room, seq=seq)
        assert view.messages[seq]["text"] == "for us"


async def test_nobody_joins_a_private_room_by_themselves(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    workspace: Workspace,
    joined_actions: ActionsProcess,
) -> None:
    """Who is added sees all of it, and everyone reads who was added, and who was removed but the one."""
    somebody = workspace.new_account()
    slug = f"p-{uuid.uuid4().hex[:12]}"
    room = joined_actions("private_room", slug=slug, owner=accounts.owner.id, members=[accounts.member.id])
    first = joined_actions("post", by=accounts.owner.id, room=room, text="from the beginning")
    one, two = pair
    async with accounts.member.at(one) as member, somebody.at(two) as program:
        await member.follow(room)
        await program.until_refused("join", "not_found", room=room)
        await done(lambda: joined_actions("add", by=accounts.member.id, room=room, people=[somebody.id]))
        joined = await program.until_answered("join", "joined", room=room)
        assert joined["read"] >= first
        assert "from the beginning" in [event.get("text") for event in joined["events"]]
        added = await member.wait_for(type="event", room=room, kind="member", on=True)
        assert (added["user"], added["role"], added["author"]["id"]) == (
            somebody.author,
            "member",
            accounts.member.id,
        )
        await done(lambda: joined_actions("kick", by=accounts.owner.id, room=room, user=somebody.id))
        left = await program.wait_for(type="left", room=room)
        assert left["reason"] == "kicked"
        removed = await member.wait_for(type="event", room=room, kind="member", on=False)
        assert removed["user"] == somebody.author
        await program.until_refused("join", "not_found", room=room)
        assert not program.all("event", room=room, on=False)
        assert await program.refused("post", room=room, text="still here?") == "not_found"


async def test_who_leaves_gets_left_and_nothing_more(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    workspace: Workspace,
    joined_actions: ActionsProcess,
) -> None:
    somebody = workspace.new_account()
    slug = f"p-{uuid.uuid4().hex[:12]}"
    room = joined_actions("private_room", slug=slug, owner=accounts.owner.id, members=[somebody.id])
    async with somebody.at(pair[0]) as program, accounts.owner.at(pair[1]) as owner:
        await program.follow(room)
        await owner.follow(room)
        await done(lambda: joined_actions("leave", user=somebody.id, room=room))
        assert (await program.wait_for(type="left", room=room))["reason"] == "left"
        gone = await owner.wait_for(type="event", room=room, kind="member", on=False)
        assert gone["author"] == gone["user"] == somebody.author
        await owner.post(room)
        await program.settle()
        assert not program.all("event", room=room, on=False)
        await program.until_refused("history", "not_found", room=room)


async def test_a_room_that_becomes_private_is_gone_for_who_is_no_member(
    pair: tuple[Instance, Instance], accounts: Accounts, joined_actions: ActionsProcess, room: str
) -> None:
    joined_actions("join", user=accounts.member.id, room=room)
    one, two = pair
    async with accounts.outsider.at(one) as outsider, accounts.member.at(two) as member:
        await outsider.follow(room)
        view = await member.follow(room)
        await done(lambda: joined_actions("set_private", by=accounts.owner.id, room=room, on=True))
        assert (await outsider.wait_for(type="left", room=room))["reason"] == "gone"
        await outsider.until_refused("join", "not_found", room=room)
        seq = await member.post(room, "among us")
        await outsider.settle()
        assert not outsider.all("event", room=room, seq=seq)
        assert view.head >= seq
        await done(lambda: joined_actions("set_private", by=accounts.owner.id, room=room, on=False))
        await outsider.until_answered("join", "joined", room=room)


async def test_two_who_open_a_conversation_at_once_are_in_one(
    accounts: Accounts, workspace: Workspace, actions: ActionsProcess, joined_actions: ActionsProcess
) -> None:
    one, two, three = (workspace.new_account() for _ in range(3))
    for _ in range(3):
        pair = [one.id, workspace.new_account().id]
        opened = await asyncio.gather(
            asyncio.to_thread(partial(actions, "conversation", by=one.id, people=pair)),
            asyncio.to_thread(partial(joined_actions, "conversation", by=pair[1], people=pair)),
        )
        assert len(set(opened)) == 1
    others = {
        actions("conversation", by=one.id, people=people)
        for people in ([], [two.id], [three.id], [two.id, three.id], [one.id, two.id])
    }
    assert len(others) == 4
