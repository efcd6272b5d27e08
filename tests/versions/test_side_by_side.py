"""What is done on an instance of one version is seen on an instance of the other, in both directions."""

import asyncio

import pytest

from tests.client import Client, new_id
from tests.polling import async_wait_until
from tests.socket.other_process import typing_arrives
from tests.versions.conftest import Version
from tests.workspace import Accounts, Workspace

Direction = tuple[Version, Version]


async def settled_views(*clients: Client, room: str, seq: int) -> None:
    """Waits until all have the event `seq`, and compares what they hold with a fresh client's history."""
    for client in clients:
        await client.until(lambda c=client: (c.view(room).last or 0) >= seq, what=f"event {seq}")  # type: ignore[misc]
    first, *others = (client.view(room).messages for client in clients)
    assert all(other == first for other in others)


async def test_what_is_said_and_changed_goes_across(
    direction: Direction, accounts: Accounts, room: str
) -> None:
    here, there = direction
    async with accounts.member.at(here.instance) as speaker, accounts.other.at(there.instance) as reader:
        await speaker.follow(room)
        await reader.follow(room)
        seq = await speaker.post(room, "first")
        await speaker.ask("edit", room=room, seq=seq, text="second")
        await reader.wait_for(type="event", kind="edit", text="second")
        await reader.ask("react", room=room, seq=seq, emoji="👍", on=True)
        gone = await speaker.post(room, "wrong", reply_to=seq)
        last = (await speaker.ask("delete", room=room, seq=gone))["seq"]
        await settled_views(speaker, reader, room=room, seq=last)
        assert reader.view(room).message(seq)["reactions"] == {"👍": ["other"]}
        assert reader.view(room).message(gone)["deleted"] is True


async def test_nothing_acked_is_lost_while_both_write(
    before: Version, now: Version, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(before.instance) as one, accounts.other.at(now.instance) as two:
        await one.follow(room)
        await two.follow(room)
        posts = [client.post(room, f"{name} {n}") for n in range(100) for name, client in
                 (("one", one), ("two", two))]  # fmt: skip
        seqs = await asyncio.gather(*posts)
        assert sorted(seqs) == list(range(1, 201))
        await settled_views(one, two, room=room, seq=200)
    async with accounts.member.at(now.instance) as later:
        assert sorted((await later.load_all(room)).seqs) == list(range(1, 201))


async def test_a_post_that_is_sent_again_to_the_other_version_is_stored_once(
    direction: Direction, accounts: Accounts, room: str
) -> None:
    here, there = direction
    id = new_id()
    async with accounts.member.at(here.instance) as first, accounts.member.at(there.instance) as second:
        seq = (await first.ask("post", room=room, id=id, text="once"))["seq"]
        assert (await second.ask("post", room=room, id=id, text="once"))["seq"] == seq
        assert await second.refused("delete", room=room, id=id, seq=seq) == "conflict"


@pytest.mark.parametrize(("do", "reason"), [("ban", "banned"), ("kick", "kicked")])
async def test_who_is_removed_leaves_everywhere(
    direction: Direction, workspace: Workspace, accounts: Accounts, room: str, do: str, reason: str
) -> None:
    here, there = direction
    somebody = workspace.new_account()
    async with somebody.at(here.instance) as near, somebody.at(there.instance) as far:
        await near.follow(room)
        await far.follow(room)
        await asyncio.to_thread(here.actions, do, by=accounts.owner.id, room=room, user=somebody.id)
        for client in (near, far):
            await client.wait_for(type="left", room=room, reason=reason)


async def test_an_unban_goes_across(
    direction: Direction, workspace: Workspace, accounts: Accounts, room: str
) -> None:
    here, there = direction
    somebody = workspace.new_account()
    async with somebody.at(there.instance) as client:
        await client.follow(room)
        await asyncio.to_thread(here.actions, "ban", by=accounts.owner.id, room=room, user=somebody.id)
        await client.until_refused("post", "forbidden", room=room, text="hello")
        await asyncio.to_thread(here.actions, "unban", by=accounts.owner.id, room=room, user=somebody.id)
        await client.until_answered("join", "joined", room=room)


async def test_a_new_role_goes_across(
    direction: Direction, workspace: Workspace, accounts: Accounts, room: str
) -> None:
    here, there = direction
    somebody = workspace.new_account()
    async with somebody.at(there.instance) as client, accounts.member.at(here.instance) as member:
        await client.follow(room)
        seq = await member.post(room, "to be deleted")
        assert await client.refused("delete", room=room, seq=seq) == "forbidden"
        await asyncio.to_thread(here.manage, "moderator", somebody.username, room)
        await client.until_answered("delete", "ack", room=room, seq=seq)


async def test_another_name_goes_across(direction: Direction, workspace: Workspace, room: str) -> None:
    here, there = direction
    somebody = workspace.new_account()
    async with somebody.at(there.instance) as client:
        await asyncio.to_thread(here.actions, "change_name", user=somebody.id, name="Another Name")

        async def posts_as_another() -> bool:
            event = await client.wait_for(type="event", seq=await client.post(room))
            return bool(event["author"]["name"] == "Another Name")

        await client.follow(room)
        await async_wait_until(posts_as_another, what="a message under the new name")


async def test_who_is_typing_goes_across(direction: Direction, accounts: Accounts, room: str) -> None:
    """By the layer alone: nothing else carries it."""
    here, there = direction
    async with accounts.member.at(here.instance) as writer, accounts.other.at(there.instance) as reader:
        await writer.follow(room)
        await reader.follow(room)
        await typing_arrives(writer, reader, room)


async def test_who_is_here_goes_across(direction: Direction, accounts: Accounts, room: str) -> None:
    here, there = direction
    async with accounts.member.at(there.instance) as watcher:
        await watcher.follow(room)
        async with accounts.other.at(here.instance) as visitor:
            await visitor.follow(room)
            await watcher.until(lambda: online(watcher, room) == {"member", "other"}, what="both here")
        await watcher.until(lambda: online(watcher, room) == {"member"}, what="one gone")


def online(client: Client, room: str) -> set[str]:
    """Who is in the room, as the client was last sent."""
    frames = client.all("presence", room=room)
    return {person["username"] for person in frames[-1]["online"]} if frames else set()


async def test_a_suspension_closes_sockets_on_both(direction: Direction, workspace: Workspace) -> None:
    here, there = direction
    somebody = workspace.new_account()
    near, far = await somebody.at(here.instance).open(), await somebody.at(there.instance).open()
    for client in (near, far):
        await client.welcomed()
    await asyncio.to_thread(here.actions, "suspend", user=somebody.id)
    assert [await client.closed() for client in (near, far)] == [4403, 4403]
