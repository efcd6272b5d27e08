"""How much somebody has not read, counted exactly up to MOST from the log. Blocks.

Of what a room shows, its newest messages, deletions and restorations above the marker are read, as many as
settle the count: whatever changes whether a message stands has a higher seq than it. Where so many of them
are deletions that these are too few, more are read.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from chat.actors.actor import Actor
from chat.events import kinds, shown
from chat.events.activity import EVERYONE, MOST, Counts
from chat.events.kinds import MESSAGE
from chat.models import FollowedThread, Marker
from chat.models.room import is_direct_id
from chat.queries import followed_threads
from chat.queries.followed_threads import Followed, thread_counts
from chat.storage import collections, event_log, log_heads, log_keys

FIRST, TIMES = 120, 10  # events of a room that are read at first; how many times as many in the next round

Stages = list[dict[str, Any]]


class Place(NamedTuple):
    """The part of a room's log in which somebody's unread messages are: above `read`, up to `head`."""

    room: str
    read: int
    head: int
    direct: bool = False


class Found(NamedTuple):
    """Of one room in one round: how many were counted, and whether that is all."""

    unread: int = 0
    for_me: int = 0
    is_settled: bool = True


def counts(actor: Actor, places: Iterable[Place]) -> dict[str, Counts]:
    """The counts by room. One command, and one more for the rooms where much was deleted."""
    asked = list(places)
    found = {place.room: Counts(place.head, place.read) for place in asked}
    left, most = [place for place in asked if place.head > place.read], FIRST
    while left:
        counted = _round(actor, left, most)
        for place in left:
            unread, for_me, _ = counted.get(place.room, Found())
            found[place.room] = Counts(place.head, place.read, unread, unread if place.direct else for_me)
        left = [place for place in left if not counted.get(place.room, Found()).is_settled]
        most *= TIMES
    return found


def current_counts(actor: Actor, rooms: list[str]) -> dict[str, Counts]:
    """Somebody's counts in these rooms as they are now. Three commands; one more where much was deleted, and
    where there may be something new in threads."""
    read, followed = _own(actor, rooms)
    heads = log_heads.ahead_of(dict.fromkeys(rooms, 0))
    places, threads = [], []
    for room in rooms:
        head = int(heads.get(room, 0))
        places.append(Place(room, min(read.get(room, 0), head), head, is_direct_id(room)))
        threads += followed_threads.places(room, followed.get(room, []), head)
    found, in_threads = counts(actor, places), thread_counts(actor, threads)
    return {room: count._replace(threads=in_threads.get(room, ())) for room, count in found.items()}


def _own(actor: Actor, rooms: list[str]) -> tuple[dict[str, int], dict[str, Followed]]:
    """By room, how far somebody has read, and the threads that they follow."""
    own: Stages = [{"$match": {"user": actor.key, "room": {"$in": rooms}}}]
    read: dict[str, int] = {}
    followed: defaultdict[str, Followed] = defaultdict(list)
    markers = collections.collection(Marker._meta.db_table)
    for doc in markers.aggregate([*own, collections.union(FollowedThread, own)]):
        if "seq" in doc:
            read[doc["room"]] = int(doc["seq"])
        else:
            followed[doc["room"]].append((int(doc["thread"]), int(doc["read"])))
    return read, dict(followed)


def _round(actor: Actor, places: list[Place], most: int) -> dict[str, Found]:
    """Among the newest `most` events of each room that matter."""
    documents = [{"_id": place.room, "read": place.read, "head": place.head} for place in places]
    stages: Stages = [
        {"$documents": documents},
        _looked_up("unread", _unread(actor, most)),
        _looked_up("named", _named(actor, most)),
    ]
    database = event_log.collection().database
    found = database.aggregate(stages, None, batchSize=len(places) + 1)
    return {doc["_id"]: _found(doc, most) for doc in found}


def _found(doc: dict[str, Any], most: int) -> Found:
    unread, named = ((doc[name] or [{"count": 0, "events": 0}])[0] for name in ("unread", "named"))
    settled = all(each["events"] < most or each["count"] >= MOST for each in (unread, named))
    return Found(min(unread["count"], MOST), min(named["count"], MOST), settled)


def _looked_up(name: str, pipeline: Stages) -> dict[str, Any]:
    let = {"room": "$_id", "read": "$read", "head": "$head"}
    return {"$lookup": {"from": log_keys.COLLECTION, "let": let, "pipeline": pipeline, "as": name}}


def _above_marker(**wanted: Any) -> dict[str, Any]:
    """One range of the index (room, seq)."""
    place = [{"$eq": ["$room", "$$room"]}, {"$gt": ["$seq", "$$read"]}, {"$lte": ["$seq", "$$head"]}]
    return {"$match": {"$expr": {"$and": place}, **wanted}}


def _unread(actor: Actor, most: int) -> Stages:
    """{count: messages of others that stand, events: how many were read}."""
    is_message = {"$eq": ["$kind", MESSAGE]}
    by_other = {"$and": [is_message, {"$ne": ["$author", actor.key]}]}
    state = {"seq": "$seq", "deleted": {"$in": ["$kind", kinds.deleting()]}}
    of_message = {
        "_id": {"$cond": [is_message, "$seq", "$target"]},
        "events": {"$sum": 1},
        "by_other": {"$max": by_other},
        "state": {"$max": {"$cond": [is_message, None, state]}},
    }
    counted = {"$and": ["$by_other", {"$not": ["$state.deleted"]}]}
    return [
        _above_marker(kind={"$in": sorted({MESSAGE, *kinds.settling()})}, **shown.STORED),
        {"$sort": {"seq": -1}},
        {"$limit": most},
        {"$group": of_message},
        {
            "$group": {
                "_id": None,
                "events": {"$sum": "$events"},
                "count": {"$sum": {"$cond": [counted, 1, 0]}},
            }
        },
    ]


def _named(actor: Actor, most: int) -> Stages:
    """The same of those that mention somebody, or everyone: from the index of mentions, however far back."""
    settling = {
        "from": log_keys.COLLECTION,
        "let": {"room": "$room", "seq": "$seq"},
        "pipeline": [
            {
                "$match": {
                    "$expr": {
                        "$and": [
                            {"$eq": ["$room", "$$room"]},
                            {"$eq": ["$target", "$$seq"]},
                            {"$lte": ["$seq", "$$head"]},
                        ]
                    },
                    "target": {"$gt": 0},
                    "kind": {"$in": kinds.settling()},
                }
            },
            {"$sort": {"seq": -1}},
            {"$limit": 1},
        ],
        "as": "settled",
    }
    is_deleted = {"$in": [{"$first": "$settled.kind"}, kinds.deleting()]}
    return [
        _above_marker(
            kind=MESSAGE, mentions={"$in": [actor.id, EVERYONE]}, author={"$ne": actor.key}, **shown.STORED
        ),
        {"$sort": {"seq": -1}},
        {"$limit": most},
        {"$lookup": settling},
        {
            "$group": {
                "_id": None,
                "events": {"$sum": 1},
                "count": {"$sum": {"$cond": [is_deleted, 0, 1]}},
            }
        },
    ]
