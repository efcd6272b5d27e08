"""What the events that change messages come to, at a cost that does not grow with how often one was changed.

Blocks; see chat.storage.executor. Of each message and each kind of change are read: the newest event, or,
where the kind says so (Change.newest_by), the newest one for each value of some fields. Applied in order
(chat.events.fold) they make the same message as all events do.
"""

from collections.abc import Iterable
from typing import Any

from chat.actors.author import Author
from chat.events import kinds
from chat.events.change import Change
from chat.events.documents import hyphened, moment, readable
from chat.events.kinds import MESSAGE
from chat.events.message import Message
from chat.events.replies import PEOPLE, Replies
from chat.models import Event
from chat.storage import collections, event_log


class ThreadNow(Change, kw_only=True):
    """All that happened in the thread of a message, up to the newest event there."""

    kind: str = "replies"
    replies: Replies

    def apply_to(self, message: Message) -> None:
        message.replies = self.replies


LATEST = "event_latest"  # the index on (room, kind, target, seq)

Stages = list[dict[str, Any]]


def newest(places: Iterable[tuple[str, int]]) -> list[Change]:
    """What counts of the events that change the messages at these places (room, seq), in order of seq.

    One command at most. Where the newest ones are sought by fields, no more of an event is given than what a
    fold needs: no id, no time, no name.
    """
    rooms: dict[str, set[int]] = {}
    for room, seq in places:
        if seq > 0:
            rooms.setdefault(room, set()).add(seq)
    if not rooms:
        return []
    found = _found({room: sorted(seqs) for room, seqs in rooms.items()})
    whole = readable(doc["change"] for doc in found if "change" in doc)
    parts = [_of_fields(doc) for doc in found if "newest" in doc]
    threads = [_thread_now(doc) for doc in found if doc.get("said")]
    changes = [event for event in [*whole, *parts, *threads] if isinstance(event, Change)]
    return sorted(changes, key=lambda change: change.seq)


def _found(rooms: dict[str, list[int]]) -> Stages:
    """{_id, change: document} of the newest events, {_id, kind, newest} of those sought by fields, and what
    _thread gives of threads."""
    by_fields = {name: kind for name, kind in kinds.changes().items() if kind.newest_by}
    others = kinds.changes().keys() - by_fields.keys()
    first, *further = [_newest_by(name, kind, rooms) for name, kind in by_fields.items()]
    further += [_newest(room, name, rooms[room]) for room in rooms for name in sorted(others)]
    further += [_thread(room, seqs) for room, seqs in rooms.items()]
    unions = [collections.union(Event, stages) for stages in further]
    hint = next(kind.index.name for kind in by_fields.values() if kind.index)
    return list(event_log.collection().aggregate([*first, *unions], hint=hint, batchSize=event_log.BATCH))


def _newest(room: str, kind: str, targets: list[int]) -> Stages:
    """One step in the index LATEST for each target that was changed so, however often."""
    return [
        {"$match": {"room": room, "kind": kind, "target": {"$in": targets}}},
        {"$sort": {"target": -1, "seq": -1}},
        {"$group": {"_id": "$target", "change": {"$first": "$$ROOT"}}},
    ]


def _thread(room: str, roots: list[int]) -> Stages:
    """{_id: first message, room, count, rev, said: {seq, at}, people} of each thread that was replied in,
    from its part of one index alone."""
    is_message = {"$eq": ["$kind", MESSAGE]}
    takes = {"$in": ["$kind", kinds.deleting()]}
    return [
        {"$match": {"room": room, "thread": {"$in": roots}}},
        {
            "$group": {
                "_id": {"thread": "$thread", "author": "$author"},
                "count": {"$sum": {"$cond": [takes, -1, 1]}},
                "rev": {"$max": "$seq"},
                "said": {"$max": {"$cond": [is_message, {"seq": "$seq", "at": "$at"}, None]}},
            }
        },
        {"$sort": {"said": -1}},
        {
            "$group": {
                "_id": "$_id.thread",
                "count": {"$sum": "$count"},
                "rev": {"$max": "$rev"},
                "said": {"$first": "$said"},
                "people": {"$push": {"$cond": [{"$ne": ["$said", None]}, "$_id.author", "$$REMOVE"]}},
            }
        },
        {"$set": {"people": {"$slice": ["$people", PEOPLE]}, "room": room}},
    ]


def _thread_now(doc: dict[str, Any]) -> ThreadNow:
    people = [hyphened(key) for key in doc["people"]]
    replies = Replies(max(0, doc["count"]), doc["said"]["seq"], moment(doc["said"]["at"]), people)
    author = Author("", "", "")
    return ThreadNow(
        room=doc["room"], seq=doc["rev"], id="", author=author, target=doc["_id"], replies=replies
    )


def _newest_by(name: str, kind: type[Change], rooms: dict[str, list[int]]) -> Stages:
    """For one room, it is read from the index of the kind alone, if it has one."""
    is_such = kind.index.holds if kind.index else {"kind": name}
    branches = [{"room": room, "target": {"$in": seqs}, **is_such} for room, seqs in rooms.items()]
    by = ("room", "target", *kind.newest_by)
    rest = ("seq", *(field for field in kind.stored if field not in by))
    newest = {"$max": {field: f"${field}" for field in rest}}
    return [
        {"$match": branches[0] if len(branches) == 1 else {"$or": branches}},
        {"$group": {"_id": {field: f"${field}" for field in by}, "newest": newest}},
        {"$set": {"kind": name}},
    ]


def _of_fields(doc: dict[str, Any]) -> Change:
    kind, values = kinds.changes()[doc["kind"]], doc["_id"] | doc["newest"]
    author = Author("", values.get("author_username", ""), "")
    own = {field: values.get(field) for field in kind.stored}
    return kind(room=values["room"], seq=values["seq"], id="", author=author, **own)


def in_effect(room: str, kind: str) -> list[int]:
    """The messages that have what an event of this kind with `on` leaves, and no event without `on`, or
    deletion, has removed since; the one that got it last comes first. One command."""
    found = event_log.collection().aggregate(having(room, kind), hint=LATEST, batchSize=event_log.BATCH)
    return [doc["_id"] for doc in found]


def having(room: str, kind: str) -> Stages:
    """The steps from events to these messages, {_id: seq}, with one step in the index LATEST for each message
    that ever had it."""
    deleted_since = {
        "from": event_log.collection().name,
        "let": {"target": "$_id", "seq": "$seq"},
        "pipeline": [
            {
                "$match": {
                    "$expr": {"$and": [{"$eq": ["$target", "$$target"]}, {"$gt": ["$seq", "$$seq"]}]},
                    "room": room,
                    "kind": {"$in": kinds.deleting()},
                    "target": {"$gt": 0},
                }
            },
            {"$limit": 1},
        ],
        "as": "deleted",
    }
    return [
        {"$match": {"room": room, "kind": kind, "target": {"$gt": 0}}},
        {"$sort": {"target": -1, "seq": -1}},
        {"$group": {"_id": "$target", "seq": {"$first": "$seq"}, "on": {"$first": "$on"}}},
        {"$match": {"on": True}},
        {"$lookup": deleted_since},
        {"$match": {"deleted": []}},
        {"$sort": {"seq": -1}},
    ]


def count(room: str, kind: str, target: int, most: int) -> int:
    """How many events of a kind name a message, counted up to `most`. Read from the index LATEST alone."""
    wanted = {"room": room, "kind": kind, "target": target}
    return event_log.collection().count_documents(wanted, limit=most, hint=LATEST)
