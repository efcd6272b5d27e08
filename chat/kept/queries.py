"""What somebody finds in their list of kept messages. Functions block.

Whether they may see a room is asked when they look, so what they kept in a room that they left is not there
while they may not see it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from pymongo import DESCENDING

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.kept.stored import kept_messages
from chat.models import Room
from chat.permissions.seen_rooms import seen_rooms
from chat.queries import timeline

PAGE = 30


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """`at`: since when."""

    room: Room
    message: Message
    at: datetime


class KeptPage(NamedTuple):
    """What was kept last first. `older`: the time below which there may be more."""

    kept: list[ListedMessage]
    older: datetime | None


def page(actor: Actor, before: datetime | None = None) -> KeptPage:
    """What was kept before a moment. Four commands."""
    wanted: dict[str, Any] = {"user": actor.key}
    if before is not None:
        wanted["at"] = {"$lt": before}
    found = list(kept_messages().find(wanted, batch_size=PAGE + 1).sort("at", DESCENDING).limit(PAGE))
    rooms = seen_rooms(actor, {doc["room"] for doc in found})
    seen = [doc for doc in found if doc["room"] in rooms]
    messages = timeline.messages_of([(doc["room"], doc["seq"]) for doc in seen])
    shown = [
        ListedMessage(rooms[doc["room"]].room, message, doc["at"].replace(tzinfo=UTC))
        for doc in seen
        if (message := messages.get((doc["room"], doc["seq"]))) and not message.is_deleted
    ]
    return KeptPage(shown, found[-1]["at"].replace(tzinfo=UTC) if len(found) == PAGE else None)


def is_kept(actor: Actor, room: str, seq: int) -> bool:
    """One command."""
    return kept_messages().find_one({"user": actor.key, "room": room, "seq": seq}, {"_id": 1}) is not None


def places(actor: Actor) -> dict[str, list[int]]:
    """The seqs of everything that they keep, by room: their own ids and numbers, and nothing of the messages.
    One command."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    most = settings.WICK_KEPT
    shown = {"_id": 0, "room": 1, "seq": 1}
    for doc in kept_messages().find({"user": actor.key}, shown, batch_size=most + 1).limit(most):
        found[doc["room"]].append(doc["seq"])
    return dict(found)
