"""Which threads somebody follows, and what is unread there. Functions block; see chat.storage.executor."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from chat.actors.actor import Actor
from chat.events import kinds
from chat.events.activity import EVERYONE, MOST, ThreadCount, Threads
from chat.events.kinds import MESSAGE
from chat.models import FollowedThread
from chat.models.room import is_direct_id
from chat.storage import collections, event_log, log_keys

FOLLOWED = 100  # threads of a room that one person follows at most
FIRST, TIMES = 120, 10  # events of a thread that are read at first; how many times as many in the next round
NOTHING = {"count": 0, "events": 0, "also": (), "also_for_me": ()}  # what _unread finds where nothing is

Stages = list[dict[str, Any]]
Followed = list[tuple[int, int]]  # threads of a room, by their first messages, each with how far it is read


class ThreadPlace(NamedTuple):
    """The part of a thread in which somebody's unread replies are: above `read`, up to `head`."""

    room: str
    thread: int
    read: int
    head: int


def follows(actor: Actor, room: str, thread: int) -> bool:
    return FollowedThread.objects.filter(user=actor.uuid, room=room, thread=thread).exists()


def followed_by(user: str) -> dict[str, Followed]:
    """All that somebody (an id) follows, by room, in order."""
    found: defaultdict[str, Followed] = defaultdict(list)
    rows = FollowedThread.objects.filter(user=UUID(user)).order_by("thread")
    for room, thread, read in rows.values_list("room", "thread", "read"):
        found[room].append((thread, read))
    return dict(found)


def followers(replies: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int], set[str]]:
    """Of replies (room, thread, seq), by room and seq: the keys of those who follow the thread, and for whom
    the reply is. Who wrote the first message is among them at the first reply, from which on they do. Three
    commands; none for no replies."""
    asked = list(replies)
    if not asked:
        return {}
    threads = {(room, thread) for room, thread, _ in asked}
    found: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
    branches = [{"room": room, "thread": thread} for room, thread in threads]
    for row in collections.collection(FollowedThread._meta.db_table).find({"$or": branches}):
        found[row["room"], row["thread"]].append(row)
    first = event_log.first_replies(threads)
    authors = {(doc["room"], doc["seq"]): doc["author"] for doc in event_log.at_places(threads)}
    following = {}
    for room, thread, seq in asked:
        users = {row["user"] for row in found[room, thread] if row.get("since", 0) < seq}
        if first.get((room, thread)) == seq and (room, thread) in authors:
            users.add(authors[room, thread])
        following[room, seq] = users
    return following


def places(room: str, followed: Followed, head: int) -> list[ThreadPlace]:
    return [ThreadPlace(room, thread, min(read, head), head) for thread, read in followed]


def thread_counts(actor: Actor, asked: Iterable[ThreadPlace]) -> dict[str, Threads]:
    """By room, the threads in order of their first messages. One command where something may be unread, and
    one more for the threads where much was deleted."""
    found = {place: ThreadCount(place.thread, place.read) for place in asked}
    left, most = [place for place in found if place.head > place.read], FIRST
    while left:
        counted = _round(actor, left, most)
        found |= {place: counted[place][0] for place in left}
        left = [place for place in left if not counted[place][1]]
        most *= TIMES
    threads: defaultdict[str, list[ThreadCount]] = defaultdict(list)
    for place, count in found.items():
        threads[place.room].append(count)
    return {room: tuple(sorted(each)) for room, each in threads.items()}


def _round(actor: Actor, asked: list[ThreadPlace], most: int) -> dict[ThreadPlace, tuple[ThreadCount, bool]]:
    """What was counted among the newest `most` events of each thread, and whether that is all."""
    documents = [{"_id": number, **place._asdict()} for number, place in enumerate(asked)]
    look_up = {
        "from": log_keys.COLLECTION,
        "let": {"room": "$room", "thread": "$thread", "read": "$read", "head": "$head"},
        "pipeline": _unread(actor, most),
        "as": "unread",
    }
    stages: Stages = [{"$documents": documents}, {"$lookup": look_up}]
    counted = {}
    for doc in event_log.collection().database.aggregate(stages, None, batchSize=len(asked) + 1):
        [found] = doc["unread"] or [NOTHING]
        is_all = found["events"] < most or found["count"] >= MOST
        place = asked[doc["_id"]]
        counted[place] = _counted(place, found), is_all
    return counted


def _counted(place: ThreadPlace, found: dict[str, Any]) -> ThreadCount:
    if found["count"] >= MOST:
        return ThreadCount(place.thread, place.read, MOST)
    also_for_me = found["also" if is_direct_id(place.room) else "also_for_me"]
    also = tuple(sorted(found["also"]))
    return ThreadCount(place.thread, place.read, found["count"], also, tuple(sorted(also_for_me)))


def _unread(actor: Actor, most: int) -> Stages:
    """{count: replies of others that stand, also: the seqs of those that the room shows as well, also_for_me:
    of these, those that mention somebody, events: how many were read}, from one range of an index."""
    is_message = {"$eq": ["$kind", MESSAGE]}
    by_other = {"$and": [is_message, {"$ne": ["$author", actor.key]}]}
    state = {"seq": "$seq", "deleted": {"$in": ["$kind", kinds.deleting()]}}
    also = {"$and": [is_message, {"$eq": ["$also", True]}]}
    named = {"$setIntersection": [{"$ifNull": ["$mentions", []]}, [actor.id, EVERYONE]]}
    place = [
        {"$eq": ["$room", "$$room"]},
        {"$eq": ["$thread", "$$thread"]},
        {"$gt": ["$seq", "$$read"]},
        {"$lte": ["$seq", "$$head"]},
    ]
    counted = {"$and": ["$by_other", {"$not": ["$state.deleted"]}]}
    return [
        {"$match": {"$expr": {"$and": place}, "thread": {"$gt": 0}}},
        {"$sort": {"seq": -1}},
        {"$limit": most},
        {
            "$group": {
                "_id": {"$cond": [is_message, "$seq", "$target"]},
                "events": {"$sum": 1},
                "by_other": {"$max": by_other},
                "also": {"$max": also},
                "named": {"$max": {"$and": [also, {"$ne": [named, []]}]}},
                "state": {"$max": {"$cond": [is_message, None, state]}},
            }
        },
        {
            "$group": {
                "_id": None,
                "events": {"$sum": "$events"},
                "count": {"$sum": {"$cond": [counted, 1, 0]}},
                "also": {"$push": _seq_where(counted, "$also")},
                "also_for_me": {"$push": _seq_where(counted, "$named")},
            }
        },
    ]


def _seq_where(*conditions: Any) -> dict[str, Any]:
    """The message's seq where all of these hold, else nothing."""
    return {"$cond": [{"$and": conditions}, "$_id", "$$REMOVE"]}
