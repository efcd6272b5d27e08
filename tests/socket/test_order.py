"""Frames of one socket are handled in the order received, however fast they come."""

import asyncio
import random
from typing import Any

from tests.client import Client, new_id
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


async def send_all(client: Client, frames: list[dict[str, Any]]) -> list[str]:
    """Sends without waiting for any answer; the ids."""
    frames = [{"id": new_id(), **frame} for frame in frames]
    for frame in frames:
        await client.send(**frame)
    return [frame["id"] for frame in frames]


async def test_posts_are_logged_in_the_order_sent(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        ids = await send_all(member, [{"type": "post", "room": room, "text": str(n)} for n in range(500)])
        await member.wait_for(type="event", id=ids[-1])
        assert view.texts == [str(n) for n in range(500)]
        assert [ack["id"] for ack in member.all("ack")] == ids


async def test_what_is_refused_in_between_does_not_disturb_the_order(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        frames: list[dict[str, Any]] = []
        for n in range(60):
            frames.append({"type": "post", "room": room, "text": str(n)})
            frames.append(
                random.choice(
                    [
                        {"type": "post", "room": room, "text": ""},
                        {"type": "edit", "room": room, "seq": 2**40, "text": "x"},
                        {"type": "post", "room": room, "text": "x", "reply_to": 2**40},
                        {"type": "unknown"},
                        {"type": "ping"},
                    ]
                )
            )
        await send_all(member, frames)
        await member.until(lambda: len(view.seqs) == 60)
        assert view.texts == [str(n) for n in range(60)]


async def test_a_message_can_be_changed_before_its_ack_is_there(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """One who is alone in a room knows which seq comes next."""
    async with accounts.member.at(instance) as member:
        view = await member.follow(room)
        for round in range(5):
            seq = 6 * round + 1
            await send_all(
                member,
                [
                    {"type": "post", "room": room, "text": "first"},
                    {"type": "edit", "room": room, "seq": seq, "text": "second"},
                    {"type": "react", "room": room, "seq": seq, "emoji": "👍", "on": True},
                    {"type": "post", "room": room, "text": "an answer", "reply_to": seq},
                    {"type": "edit", "room": room, "seq": seq, "text": "third"},
                    {"type": "delete", "room": room, "seq": seq + 3},
                ],
            )
            await member.until(lambda seq=seq: view.head == seq + 5)  # type: ignore[misc]
            assert view.message(seq)["text"] == "third"
            assert view.message(seq)["reactions"] == {"👍": ["member"]}
            assert view.message(seq + 3)["deleted"]
        assert member.all("error") == []


async def test_history_after_a_post_is_of_after_it_and_a_leave_ends_it(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(instance) as member, accounts.owner.at(instance) as owner:
        await member.follow(room)
        noise = asyncio.create_task(babble(owner, room))
        for n in range(20):
            mark = member.mark()
            post, history, leave, join = await send_all(
                member,
                [
                    {"type": "post", "room": room, "text": f"mine {n}"},
                    {"type": "history", "room": room},
                    {"type": "leave", "room": room},
                    {"type": "join", "room": room},
                ],
            )
            page = await member.wait_for(start=mark, type="history", id=history)
            ack = await member.wait_for(start=mark, type="ack", id=post)
            assert page["before"] > ack["seq"]  # it is not older than the post
            await member.wait_for(start=mark, type="joined", id=join)
            answers = [f.get("id") for f in member.received[mark:] if f["type"] not in ("event", "presence")]
            assert answers == [post, history, leave, join]
        noise.cancel()


async def babble(client: Client, room: str) -> None:
    while True:
        for _ in range(5):
            await client.send("post", room=room, id=new_id(), text="noise")
        await client.settle()


async def test_posts_to_several_rooms_keep_each_room_in_order(
    instance: Instance, accounts: Accounts, workspace: Workspace
) -> None:
    rooms = [workspace.room() for _ in range(4)]
    async with accounts.member.at(instance) as member:
        views = [await member.follow(room) for room in rooms]
        frames = [{"type": "post", "room": rooms[n % 4], "text": str(n)} for n in range(200)]
        await send_all(member, frames)
        await member.until(lambda: all(len(view.seqs) == 50 for view in views))
        for start, view in enumerate(views):
            assert view.texts == [str(n) for n in range(start, 200, 4)]


async def test_everyone_sees_one_order(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    """Promise 2, with two instances appending to one room at once."""
    clients = [
        account.at(place) for account in (accounts.member, accounts.other, accounts.owner) for place in pair
    ]
    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(client.__aenter__())
    for client in clients:
        await client.follow(room)
    ids = [await send_all(c, [{"type": "post", "room": room, "text": str(n)} for n in range(40)])
           for c in clients]  # fmt: skip
    for client in clients:
        await client.until(lambda client=client: client.view(room).head == 240)  # type: ignore[misc]
    orders = {tuple(event["id"] for event in client.all("event")) for client in clients}
    assert len(orders) == 1
    [order] = orders
    assert all([id for id in order if id in set(own)] == own for own in ids)
    for client in clients:
        await client.close()
