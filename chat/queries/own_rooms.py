"""What somebody belongs to: memberships, read markers, drafts and rooms, by few commands for all. Blocks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from pymongo import DESCENDING

from chat.actors.actor import Actor
from chat.models import Draft, Event, FollowedThread, Marker, Membership, Room
from chat.queries.followed_threads import Followed
from chat.storage import collections

MOST_ROOMS = 10_000  # rooms of one person

Stages = list[dict[str, Any]]


@dataclass(slots=True)
class OwnRoom:
    """A room that somebody belongs to. `head`: its newest seq; `read`: how far they have read; `drafts`:
    where they have begun to write, by the first messages of threads, 0 for the room itself. `followed`: the
    threads that they follow there."""

    room: Room
    role: str
    level: str
    favourite: bool
    head: int
    read: int
    drafts: list[int] = field(default_factory=list)
    followed: Followed = field(default_factory=list)


def own_rooms(actor: Actor, rooms: list[str] | None = None, most: int = MOST_ROOMS) -> list[OwnRoom]:
    """The rooms of somebody, archived ones left out: all up to `most`, or those of `rooms`. Two commands."""
    parts = _parts(actor, rooms, most)
    if not parts.memberships:
        return []
    found, heads = _rooms(list(parts.memberships))
    own = []
    for room in found:
        key, membership = room.id, parts.memberships[room.id]
        level, favourite = membership.get("level") or "all", bool(membership.get("favourite"))
        head = heads.get(key, 0)
        place = head, min(parts.read.get(key, 0), head)
        followed = sorted(parts.followed[key]) if key in parts.followed else []
        drafts = sorted(parts.drafts[key]) if key in parts.drafts else []
        line = OwnRoom(room, membership["role"], level, favourite, *place, drafts, followed)
        own.append(line)
    return own


@dataclass(slots=True)
class _Parts:
    """By room: somebody's membership, how far they have read, and the threads that they follow; and where
    they have begun to write."""

    memberships: dict[str, dict[str, Any]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    followed: defaultdict[str, Followed] = field(default_factory=lambda: defaultdict(list))
    drafts: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _parts(actor: Actor, rooms: list[str] | None, most: int) -> _Parts:
    wanted = {"user": actor.key} if rooms is None else {"user": actor.key, "room": {"$in": rooms}}
    limited: Stages = [{"$match": wanted}, {"$limit": most}]
    own: Stages = [*limited, {"$project": {"_id": 0, "room": 1, "role": 1, "level": 1, "favourite": 1}}]
    markers: Stages = [*limited, {"$project": {"_id": 0, "room": 1, "seq": 1}}]
    begun: Stages = [*limited, {"$project": {"_id": 0, "room": 1, "thread": 1}}]
    parts = _Parts()
    for doc in _together(Membership, own, (Marker, markers), (Draft, begun), (FollowedThread, limited)):
        if "role" in doc:
            parts.memberships[doc["room"]] = doc
        elif "seq" in doc:
            parts.read[doc["room"]] = int(doc["seq"])
        elif "read" in doc:
            parts.followed[doc["room"]].append((int(doc["thread"]), int(doc["read"])))
        else:
            parts.drafts[doc["room"]].append(int(doc["thread"]))
    return parts


def _rooms(keys: list[str]) -> tuple[list[Room], dict[str, int]]:
    """Those of the rooms that are not archived, and the newest seq of each that has events."""
    there: Stages = [{"$match": {"_id": {"$in": keys}, "archived_at": None}}]
    newest: Stages = [
        {"$match": {"room": {"$in": keys}}},
        {"$sort": {"room": DESCENDING, "seq": DESCENDING}},
        {"$group": {"_id": "$room", "head": {"$first": "$seq"}}},  # one step in the index a room
    ]
    rooms: list[Room] = []
    heads: dict[str, int] = {}
    for doc in _together(Room, there, (Event, newest)):
        if "head" in doc:
            heads[doc["_id"]] = int(doc["head"])
        else:
            rooms.append(Room.of_document(doc))
    return rooms, heads


def _together(
    kind: type[Model], stages: Stages, *others: tuple[type[Model], Stages]
) -> Iterable[dict[str, Any]]:
    """The documents of several collections, by one command."""
    collection = collections.collection(kind._meta.db_table)
    all_stages = [*stages, *(collections.union(*other) for other in others)]
    return collection.aggregate(all_stages, batchSize=(1 + len(others)) * MOST_ROOMS + 1)
