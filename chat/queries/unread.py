"""What somebody has not read in a room: messages of others that stand and that the room shows. Stages of an
aggregation, no I/O."""

from dataclasses import dataclass
from typing import Any

from chat.actors.actor import Actor
from chat.events import kinds, shown
from chat.events.kinds import MESSAGE
from chat.text.mentions import EVERYONE

Stages = list[dict[str, Any]]

CHANGES = 120  # newest messages, deletions and restorations among which they are counted
LOOKED_AT = 1000  # newest events among which those are sought: reactions are events too


@dataclass(frozen=True, slots=True)
class Unread:
    """How many messages, and how many of them mention the reader. `first`: the seq of the first one, None
    where that was not looked for."""

    count: int = 0
    for_me: int = 0
    first: int | None = None


def unread(actor: Actor) -> Stages:
    """From {_id: a room's key, head, read: how far somebody has read} to {_id, count, for_me, first} of
    the rooms in which something is unread. Where no more than CHANGES events are, all of them are counted.

    `for_me`: how many of them mention the reader, or everyone, as they were posted: an edit changes no count.
    One range of the index (room, seq) a room. Whatever changes a message has a higher seq than it, so the
    newest events are enough to know which of the messages among them stand.
    """
    lookup = {
        "from": "chat_event",
        "let": {"room": "$_id", "floor": {"$max": ["$read", {"$subtract": ["$head", LOOKED_AT]}]}},
        "pipeline": [*_newest(), *_messages(actor), *_counted()],
        "as": "unread",
    }
    of_room = {"$mergeObjects": ["$unread", {"_id": "$_id"}]}
    return [{"$lookup": lookup}, {"$unwind": "$unread"}, {"$replaceWith": of_room}]


def _newest() -> Stages:
    place = {"$and": [{"$eq": ["$room", "$$room"]}, {"$gt": ["$seq", "$$floor"]}]}
    return [
        {"$match": {"$expr": place, "kind": {"$in": [MESSAGE, *kinds.settling()]}, **shown.STORED}},
        {"$sort": {"seq": -1}},
        {"$limit": CHANGES},
    ]


def _messages(actor: Actor) -> Stages:
    """One document for each message of somebody else: was it `deleted`, and is it `for_me`."""
    is_message = {"$eq": ["$kind", MESSAGE]}
    to_me = {"$setIntersection": [{"$ifNull": ["$mentions", []]}, [actor.id, EVERYONE]]}
    state = {"seq": "$seq", "deleted": {"$in": ["$kind", kinds.deleting()]}}
    return [
        {
            "$group": {
                "_id": {"$cond": [is_message, "$seq", "$target"]},
                "author": {"$max": {"$cond": [is_message, "$author", None]}},
                "state": {"$max": state},
                "for_me": {"$max": {"$cond": [{"$and": [is_message, {"$ne": [to_me, []]}]}, 1, 0]}},
            }
        },
        # Without an author the message itself is older than what was looked at.
        {"$match": {"author": {"$nin": [None, actor.key]}, "state.deleted": False}},
    ]


def _counted() -> Stages:
    found = {"count": {"$sum": 1}, "for_me": {"$sum": "$for_me"}, "first": {"$min": "$_id"}}
    return [{"$group": {"_id": None, **found}}]
