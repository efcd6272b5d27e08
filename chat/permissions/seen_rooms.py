"""Which of many rooms may somebody see? By the same rules as chat.permissions.room_access. Blocks."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from chat.actors.actor import Actor
from chat.models import Ban, FollowedThread, Marker, Membership, Room
from chat.queries.room_state import is_closed
from chat.storage import collections


@dataclass(frozen=True, slots=True)
class SeenRoom:
    """`read`: how far they have read in it; `read_in_threads`: in the threads that they follow there."""

    room: Room
    is_member: bool
    read: int
    read_in_threads: dict[int, int]


def seen_rooms(actor: Actor, rooms: Collection[str]) -> dict[str, SeenRoom]:
    """Those of these rooms (ids) that somebody may see. One command; none for no rooms."""
    if not rooms:
        return {}
    these: list[dict[str, Any]] = [{"$match": {"_id": {"$in": list(rooms)}}}, {"$set": {"room": ["$$ROOT"]}}]
    stages = [*these, *own_parts(actor)]
    found = collections.collection(Room._meta.db_table).aggregate(stages, batchSize=len(rooms) + 1)
    return {doc["_id"]: room for doc in found if (room := seen_room(actor, doc)) is not None}


def seen_slugs(actor: Actor, slugs: Collection[str]) -> set[str]:
    """Those of these addresses at which there is a room for somebody. One command; none for no addresses."""
    if not slugs:
        return set()
    these: list[dict[str, Any]] = [{"$match": {"slug": {"$in": list(slugs)}}}, {"$set": {"room": ["$$ROOT"]}}]
    stages = [*these, *own_parts(actor)]
    found = collections.collection(Room._meta.db_table).aggregate(stages, batchSize=len(slugs) + 1)
    return {room.room.slug for doc in found if (room := seen_room(actor, doc)) is not None}


def with_rooms(actor: Actor) -> list[dict[str, Any]]:
    """Stages that look up what `seen_room` needs, for documents whose `_id` is that of a room."""
    room = {"from": Room._meta.db_table, "localField": "_id", "foreignField": "_id", "as": "room"}
    return [{"$lookup": room}, *own_parts(actor)]


def own_parts(actor: Actor) -> list[dict[str, Any]]:
    """Stages that look up what somebody has in the room with this `_id`."""
    same_room = {"localField": "_id", "foreignField": "room", "pipeline": [{"$match": {"user": actor.key}}]}
    return [
        {"$lookup": {"from": of._meta.db_table, **same_room, "as": of._meta.model_name}}
        for of in (Ban, Membership, Marker, FollowedThread)
    ]


def seen_room(actor: Actor, doc: dict[str, Any]) -> SeenRoom | None:
    """The room of such a document, if somebody may see it."""
    if not doc["room"] or doc["ban"]:
        return None
    [room], is_member = doc["room"], bool(doc["membership"])
    if not is_member and is_closed(room.get("kind") or Room.Kind.PUBLIC, actor):
        return None
    read = int(doc["marker"][0]["seq"]) if doc["marker"] else 0
    threads = {int(row["thread"]): int(row["read"]) for row in doc["followedthread"]}
    return SeenRoom(Room.of_document(room), is_member, read, threads)


def all_seen(actor: Actor, most: int) -> list[str]:
    """All rooms (ids) that somebody may see, archived ones too: `most` at most, their own first. Two
    commands."""
    mine = {"user": actor.key}
    member: list[dict[str, Any]] = [
        {"$match": mine},
        {"$limit": most},
        {"$project": {"_id": 0, "room": 1, "own": {"$literal": True}}},
    ]
    banned: list[dict[str, Any]] = [{"$match": mine}, {"$project": {"_id": 0, "room": 1}}]
    own: dict[str, bool] = {}
    memberships = collections.collection(Membership._meta.db_table)
    for doc in memberships.aggregate([*member, collections.union(Ban, banned)], batchSize=2 * most + 1):
        own[doc["room"]] = own.get(doc["room"], True) and bool(doc.get("own"))
    open_kinds = [kind.value for kind in Room.Kind if not is_closed(kind.value, actor)]
    wanted: list[dict[str, Any]] = [{"_id": {"$in": [room for room, is_seen in own.items() if is_seen]}}]
    if open_kinds:  # a room that an older version made has no kind, and is public
        wanted.append({"kind": {"$in": [*open_kinds, None]}, "_id": {"$nin": list(own)}})
    stages: list[dict[str, Any]] = [{"$match": wanted[0]}, {"$project": {"_id": 1}}, {"$limit": most}]
    stages += [collections.union(Room, [{"$match": each}, {"$project": {"_id": 1}}]) for each in wanted[1:]]
    found = collections.collection(Room._meta.db_table).aggregate(stages, batchSize=2 * most + 1)
    return [doc["_id"] for doc in found][:most]
