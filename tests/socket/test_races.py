"""What people do to one message at the same moment, on several instances: the rules hold in the log."""

import asyncio
from typing import Any

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.workspace import Accounts

OLD = 60  # messages beyond what an instance has in memory (25)


async def log_of(client: Client, room: str) -> list[dict[str, Any]]:
    """Every event of the room, as a client without memory fetches them."""
    events: list[dict[str, Any]] = []
    page = await client.ask("history", room=room)
    events = page["events"]
    while page["more"]:
        page = await client.ask("history", room=room, before=events[0]["seq"])
        events = page["events"] + events
    return events


@pytest.mark.parametrize("age", ["new", "old"])
async def test_nothing_changes_a_message_after_its_deletion(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str, age: str
) -> None:
    rounds = 25
    async with (
        accounts.member.at(pair[0]) as here,
        accounts.member.at(pair[1]) as there,
        accounts.other.at(pair[1]) as other,
    ):
        seqs = [await here.post(room, f"message {n}") for n in range(rounds)]
        if age == "old":
            await asyncio.to_thread(actions, "post", by=accounts.owner.id, room=room, count=OLD)
        for client in (here, there, other):
            await client.follow(room)
        for n, seq in enumerate(seqs):
            await asyncio.gather(
                here.answer_to("delete", room=room, seq=seq),
                there.answer_to("edit", room=room, seq=seq, text=f"edited {n}"),
                other.answer_to("react", room=room, seq=seq, emoji="👍", on=True),
                other.answer_to("edit", room=room, seq=seq, text="not mine"),
                there.answer_to("edit", room=room, seq=seq, text=f"edited again {n}"),
            )
        deleted_at: dict[int, int] = {}
        for event in await log_of(here, room):
            target = int(event.get("target", 0))
            assert target not in deleted_at, f"{event} came after the deletion at {deleted_at[target]}"
            if event["kind"] == "delete":
                deleted_at[target] = event["seq"]
        assert deleted_at.keys() == set(seqs)


async def test_a_message_is_deleted_once_however_many_do_it(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    deleting = (accounts.member, accounts.moderator, accounts.owner, accounts.staff)
    clients = [account.at(place) for place in pair for account in deleting]
    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(client.__aenter__())
    for _ in range(10):
        seq = await clients[0].post(room)
        acks = await asyncio.gather(*(client.ask("delete", room=room, seq=seq) for client in clients))
        assert {ack["seq"] for ack in acks} == {seq + 1}
    for client in clients:
        await client.close()


async def test_one_reaction_of_one_person_is_one_event_however_often_it_is_put(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str
) -> None:
    async with accounts.member.at(pair[0]) as here, accounts.member.at(pair[1]) as there:
        seq = await here.post(room)
        for n in range(20):
            react = {"room": room, "seq": seq, "emoji": "👍", "on": n % 2 == 0}
            acks = await asyncio.gather(
                *(client.ask("react", **react) for client in (here, there, here, there))
            )
            assert {ack["seq"] for ack in acks} == {seq + 1 + n}
            assert sum("rev" not in ack for ack in acks) == 1
