"""Watching: the list of one's rooms, what changes in their counts, and who belongs to them."""

import asyncio
from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.socket.sidebar import Sidebar
from tests.workspace import Account, Accounts, Workspace

Frame = dict[str, Any]


@pytest.fixture
def me(workspace: Workspace) -> Account:
    return workspace.new_account()


@pytest.fixture
def mine(actions: ActionsProcess, me: Account, room: str) -> str:
    """A room that I belong to."""
    actions("join", user=me.id, room=room)
    return room


async def watch(client: Client, **fields: Any) -> list[Frame]:
    """The room objects that are the answer."""
    start, rooms = client.mark(), []
    frame = await client.ask("watch", **fields)
    while True:
        rooms += frame["rooms"]
        if not frame.get("more"):
            return rooms
        start = client.received.index(frame, start) + 1
        frame = await client.wait_for(type="rooms", start=start)


async def test_the_list_has_the_rooms_that_one_belongs_to(
    instance: Instance, accounts: Accounts, me: Account, mine: str
) -> None:
    async with accounts.owner.at(instance) as owner, me.at(instance) as client:
        await owner.post(mine, "one")
        last = await owner.post(mine, "two")
        [found] = await watch(client)
        at, version = found.pop("at"), found.pop("version")
        assert at
        assert version
        assert found == {
            **{"room": mine, "kind": "public", "slug": mine, "title": "", "topic": ""},
            **{
                "role": "member",
                "archived": False,
                "policy": {"post": "everyone", "slow": 0, "pin": "everyone"},
            },
            **{"level": "all", "favourite": False, "threads": []},
            **{"head": last, "read": 0, "unread": 2, "for_me": 0},
        }


async def test_one_who_was_here_before_gets_only_what_changed(
    instance: Instance,
    accounts: Accounts,
    actions: ActionsProcess,
    workspace: Workspace,
    me: Account,
    mine: str,
) -> None:
    quiet = workspace.room()
    actions("join", user=me.id, room=quiet)
    async with accounts.owner.at(instance) as owner, me.at(instance) as client:
        rooms = {room["room"]: room for room in await watch(client)}
        have = {name: [room["head"], room["read"], room["version"]] for name, room in rooms.items()}
        assert await watch(client, have=have) == []
        head = await owner.post(mine)
        changed, gone = await watch(client, have={**have, "elsewhere": [1, 1, "x"]})
        assert (changed["room"], changed["head"], changed["unread"]) == (mine, head, 1)
        assert gone == {"room": "elsewhere", "role": None}


async def test_more_than_a_hundred_rooms_come_in_several_frames(
    instance: Instance, actions: ActionsProcess, me: Account
) -> None:
    rooms = set(actions("new_rooms", users=[me.id], count=102))
    async with me.at(instance) as client:
        assert {room["room"] for room in await watch(client)} == rooms
        assert [len(frame["rooms"]) for frame in client.all("rooms")] == [100, 2]


async def test_what_is_said_where_one_does_not_follow_comes_as_activity(
    place: Instance, pair: tuple[Instance, Instance], accounts: Accounts, me: Account, mine: str
) -> None:
    elsewhere = pair[0] if place is pair[1] else place
    async with accounts.owner.at(elsewhere) as owner, me.at(place) as client:
        sidebar = Sidebar(client, me.id)
        await sidebar.watch()
        one = await owner.post(mine, "one")
        await client.wait_for(type="activity", head=one)
        two = await owner.post(mine, "two")
        await owner.ask("delete", room=mine, seq=one)
        await client.wait_for(type="activity", head=two + 1)
        await sidebar.until(mine, unread=1)
        frames = client.all("activity")
        assert frames[0]["after"] == 0
        assert frames[0]["new"] == [{"seq": one, "author": accounts.owner.id}]
        assert [frame["after"] for frame in frames[1:]] == [frame["head"] for frame in frames[:-1]]
        gone = [entry for frame in frames for entry in frame.get("gone", ())]
        assert gone == [{"by": two + 1, "seq": one, "author": accounts.owner.id}]
        await sidebar.stop()


async def test_no_activity_comes_of_a_room_that_the_socket_follows(
    instance: Instance,
    accounts: Accounts,
    workspace: Workspace,
    actions: ActionsProcess,
    me: Account,
    mine: str,
) -> None:
    other = workspace.room()
    actions("join", user=me.id, room=other)
    async with accounts.owner.at(instance) as owner, me.at(instance) as client:
        await watch(client)
        await owner.post(mine, "before")
        joined = await client.join(mine)
        assert (joined["head"], joined["unread"], joined["for_me"], joined["threads"]) == (1, 1, 0, [])
        await owner.post(mine, "followed")
        await client.wait_for(type="event", room=mine, seq=2)
        await client.ask("leave", room=mine)
        await owner.post(mine, "left")
        frame = await client.wait_for(type="activity", room=mine, head=3)
        assert frame["after"] <= 2
        assert [entry["seq"] for entry in frame["new"]][-1] == 3


async def test_a_marker_that_moves_brings_the_counts_to_all_sockets_that_watch(
    pair: tuple[Instance, Instance], accounts: Accounts, me: Account, mine: str
) -> None:
    async with accounts.owner.at(pair[0]) as owner, me.at(pair[0]) as here, me.at(pair[1]) as there:
        for client in (here, there):
            await watch(client)
        seqs = [await owner.post(mine, f"number {n}") for n in range(3)]
        await here.send("read", room=mine, seq=seqs[0])
        for client in (here, there):
            counts = await client.wait_for(type="counts", read=seqs[0])
            assert (counts["room"], counts["unread"], counts["for_me"], counts["threads"]) == (mine, 2, 0, [])
        await there.send("read", room=mine, seq=seqs[-1])
        for client in (here, there):
            counts = await client.wait_for(type="counts", read=seqs[-1])
            assert (counts["head"], counts["unread"]) == (seqs[-1], 0)


async def test_counts_are_answered_and_only_of_rooms_that_are_there(
    instance: Instance, accounts: Accounts, me: Account, mine: str
) -> None:
    async with accounts.owner.at(instance) as owner, me.at(instance) as client:
        await owner.post(mine)
        counts = await client.ask("counts", room=mine)
        assert (counts["head"], counts["read"], counts["unread"]) == (1, 0, 1)
        assert await client.refused("counts", room="nowhere") == "not_found"


async def test_who_becomes_a_member_gets_the_object_and_who_is_removed_is_told_why(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    joined_actions: ActionsProcess,
    me: Account,
    room: str,
) -> None:
    async with accounts.owner.at(pair[0]) as owner, me.at(pair[1]) as client:
        assert await watch(client) == []
        head = await owner.post(room)
        await asyncio.to_thread(joined_actions, "join", user=me.id, room=room)
        found = await client.wait_for(type="room", room=room)
        assert (found["role"], found["head"], found["read"], found["unread"]) == ("member", head, head, 0)
        head = await owner.post(room)
        await client.wait_for(type="activity", room=room, head=head)
        await asyncio.to_thread(joined_actions, "kick", by=accounts.owner.id, room=room, user=me.id)
        removed = await client.wait_for(type="room", role=None)
        assert removed == {"type": "room", "room": room, "role": None, "reason": "kicked"}
        start = client.mark()
        await owner.post(room)
        await asyncio.to_thread(joined_actions, "join", user=me.id, room=room)
        await client.wait_for(type="room", role="member", start=start)
        assert not client.all("activity", start=start)


async def test_another_role_and_an_archived_room_are_told(
    instance: Instance, accounts: Accounts, actions: ActionsProcess, me: Account, mine: str
) -> None:
    async with me.at(instance) as client:
        await watch(client)
        await asyncio.to_thread(actions, "moderate", by=accounts.owner.id, room=mine, user=me.id)
        assert await client.wait_for(type="room") == {"type": "room", "room": mine, "role": "moderator"}
        await asyncio.to_thread(actions, "archive", room=mine)
        assert await client.wait_for(type="room", archived=True) == {
            **{"type": "room", "room": mine, "archived": True}
        }
        await asyncio.to_thread(actions, "archive", room=mine, on=False)
        whole = await client.wait_for(type="room", archived=False)
        assert whole["role"] == "moderator"
        await asyncio.to_thread(actions, "delete_room", room=mine)
        gone = await client.wait_for(type="room", role=None)
        assert gone["reason"] == "gone"


async def test_the_people_of_direct_conversations_are_here_away_and_gone(
    pair: tuple[Instance, Instance], joined_actions: ActionsProcess, workspace: Workspace, me: Account
) -> None:
    friend = workspace.new_account()
    room = await asyncio.to_thread(joined_actions, "conversation", by=me.id, people=[friend.id])
    async with me.at(pair[0]) as client:
        [found] = await watch(client)
        assert (found["room"], found["kind"], found["people"]) == (room, "direct", [friend.author])
        assert "slug" not in found
        async with friend.at(pair[1]) as other:
            await client.wait_for(type="people", here=[friend.id])
            await other.send("here", state="away")
            await client.wait_for(type="people", away=[friend.id])
            await other.post(room, "hello")
            entry = (await client.wait_for(type="activity", room=room))["new"]
            assert entry == [{"seq": 1, "author": friend.id}]
            counts = await client.ask("counts", room=room)
            assert (counts["unread"], counts["for_me"]) == (1, 1)
            async with me.at(pair[0]) as again:
                await watch(again)
                first = await again.wait_for(type="people")
                assert (first["here"], first["away"], first["gone"]) == ([], [friend.id], [])
        await client.wait_for(type="people", gone=[friend.id])


async def test_who_is_away_is_shown_so_in_the_rooms_that_they_follow(
    pair: tuple[Instance, Instance], joined_actions: ActionsProcess, workspace: Workspace, me: Account
) -> None:
    friend = workspace.new_account()
    room = await asyncio.to_thread(joined_actions, "conversation", by=me.id, people=[friend.id])
    async with me.at(pair[0]) as client, friend.at(pair[1]) as other:
        await client.follow(room)
        await other.follow(room)
        await other.send("here", state="away")
        await client.wait_for(type="presence", away=[friend.id])
        await other.send("here", state="here")
        await client.until(lambda: "away" not in client.all("presence")[-1])
