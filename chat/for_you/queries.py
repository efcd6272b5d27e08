"""What somebody finds in their list. Functions block.

Whether they may see a room is asked when they look. Who has left a room finds nothing of it any more, but for
what mentions them there since.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pymongo import DESCENDING

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.for_you.stored import MOST, entries
from chat.models import Room
from chat.permissions.seen_rooms import SeenRoom, seen_room, seen_rooms, with_rooms
from chat.queries import timeline

COUNTED = 100  # unread entries are counted up to it
PAGE = 30

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListedEntry:
    room: Room
    kind: str
    message: Message
    unread: bool


class Page(NamedTuple):
    """Newest first. `older`: the time below which there may be more."""

    entries: list[ListedEntry]
    older: datetime | None


def unread_count(actor: Actor) -> int:
    """How many entries are not read, here or in their room. One command."""
    return unread_of(actor) or 0


def unread_of(actor: Actor) -> int | None:
    """The same; None where every entry was read in the list itself, or there is none."""
    stages: list[Document] = [
        {"$match": {"user": actor.key, "gone": False, "read": False}},
        {"$sort": {"at": DESCENDING}},
        {"$limit": MOST},
        {
            "$group": {
                "_id": "$room",
                "entries": {"$push": {"seq": "$seq", "outside": "$outside", "thread": "$thread"}},
            }
        },
        *with_rooms(actor),
    ]
    found = list(entries().aggregate(stages, batchSize=MOST + 1))
    if not found:
        return None
    return min(sum(_unread_in(seen_room(actor, doc), doc["entries"]) for doc in found), COUNTED)


def _unread_in(room: SeenRoom | None, own: list[Document]) -> int:
    return sum(room is not None and _is_seen(each, room) and not _was_read(each, room) for each in own)


def page(actor: Actor, before: datetime | None = None) -> Page:
    """The entries older than a moment. Four commands."""
    wanted: Document = {"user": actor.key, "gone": False}
    if before is not None:
        wanted["at"] = {"$lt": before}
    found = list(entries().find(wanted, batch_size=PAGE + 1).sort("at", DESCENDING).limit(PAGE))
    rooms = seen_rooms(actor, {doc["room"] for doc in found})
    seen = [doc for doc in found if doc["room"] in rooms and _is_seen(doc, rooms[doc["room"]])]
    messages = timeline.messages_of([(doc["room"], doc["seq"]) for doc in seen])
    shown = [
        ListedEntry(rooms[doc["room"]].room, doc["kind"], message, _is_unread(doc, rooms[doc["room"]]))
        for doc in seen
        if (message := messages.get((doc["room"], doc["seq"]))) and not message.is_deleted
    ]
    return Page(shown, found[-1]["at"].replace(tzinfo=UTC) if len(found) == PAGE else None)


def _is_seen(doc: Document, room: SeenRoom) -> bool:
    return room.is_member or bool(doc["outside"])


def _is_unread(doc: Document, room: SeenRoom) -> bool:
    return not doc["read"] and not _was_read(doc, room)


def _was_read(doc: Document, room: SeenRoom) -> bool:
    """In the room or, where that does not show it, in its thread."""
    thread = doc.get("thread")
    return doc["seq"] <= (room.read_in_threads.get(thread, room.read) if thread else room.read)
