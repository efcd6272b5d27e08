"""What people wait for names the room in each question to the log, so that the log can be sharded by room."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from chat.actions import messages, rooms
from chat.actors.actor import Actor
from chat.models import User
from chat.queries import changes, sidebar, timeline
from chat.storage import event_log, log_heads, log_removal
from tests.mongo.plans import collection

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def profiled() -> Iterator[list[dict[str, Any]]]:
    """What the log is asked meanwhile, as MongoDB's profiler keeps it: filled in at the end."""
    database = collection("chat_event").database
    asked: list[dict[str, Any]] = []
    database.command("profile", 2)
    try:
        yield asked
    finally:
        database.command("profile", 0)
        kept = database["system.profile"]
        asked += kept.find({"ns": f"{database.name}.chat_event", "op": {"$ne": "insert"}})
        kept.drop()


def criteria(entry: dict[str, Any]) -> dict[str, Any]:
    """What an operation looks for."""
    command = entry.get("originatingCommand") or entry["command"]
    if "pipeline" in command:
        return dict(command["pipeline"][0]["$match"])
    return dict(command.get("filter") or command.get("q") or command.get("query") or {})


def names_room(wanted: dict[str, Any]) -> bool:
    return "room" in wanted or ("$or" in wanted and all(map(names_room, wanted["$or"])))


async def _talk(person: Actor, room: str) -> None:
    first = str(uuid.uuid4())
    await messages.post(person, room, first, "hello")
    await messages.post(person, room, first, "hello")
    await asyncio.gather(
        *(messages.post(person, room, str(uuid.uuid4()), "more", reply_to=1) for _ in range(9))
    )
    await messages.edit(person, room, str(uuid.uuid4()), 1, "changed")
    await messages.react(person, room, str(uuid.uuid4()), 2, "👍", True)
    await messages.delete(person, room, str(uuid.uuid4()), 3)
    await messages.restore(person, room, str(uuid.uuid4()), 3)


def test_everything_that_people_do_and_see(db: None) -> None:
    ann = User.objects.create_user("ann")
    person = Actor.of(ann, trusted=True)
    names = [async_to_sync(rooms.create)(ann, slug).pk for slug in ("talk", "tea")]
    with profiled() as asked:
        for room in names:
            asyncio.run(_talk(person, room))
            timeline.events_after(room, 0, 100)
            timeline.events_before(room, None, 100)
            event_log.head(room)
            log_removal.drop(room, 2)
        event_log.at_places((room, 1) for room in names)
        changes.newest((room, 2) for room in names)
        event_log.changes_of(names[0], 2, None, 10)
        log_heads.ahead_of(dict.fromkeys(names, 1))
        log_heads.CurrentHeads().ahead_of(dict.fromkeys(names, 1))
        sidebar.rooms_of(ann)
    assert len(asked) > 20
    assert not [entry for entry in asked if not names_room(criteria(entry))]


def test_no_unique_key_begins_with_anything_but_the_room(db: None) -> None:
    """`_id` does: it is room and id."""
    indexes = event_log.collection().index_information()
    unique = [index["key"][0][0] for index in indexes.values() if index.get("unique")]
    assert unique == ["room"]
    assert event_log.collection().options()["validator"] == {"_id": {"$regex": "/"}}
