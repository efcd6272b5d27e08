"""Rooms as clients get them: with somebody's part in them and what they have not read. Blocks."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from chat.actors.actor import Actor
from chat.actors.author import Author
from chat.events.activity import Counts
from chat.events.base import encode
from chat.events.documents import moment
from chat.events.kinds import MESSAGE
from chat.events.shown import STORED
from chat.models import Room, User
from chat.queries.counts import Place, counts
from chat.queries.followed_threads import Followed, ThreadPlace, thread_counts
from chat.queries.followed_threads import places as places_of
from chat.queries.own_rooms import OwnRoom, Stages, own_rooms
from chat.storage import event_log, log_keys

Known = dict[str, tuple[int, int, str]]  # by room: head, read and version of an object that a client has
RoomObject = dict[str, Any]


class Listed(NamedTuple):
    """A room that somebody belongs to. `object`: None where they have it already."""

    own: OwnRoom
    object: RoomObject | None


def room_objects(actor: Actor, rooms: list[str] | None = None, known: Known | None = None) -> list[Listed]:
    """The rooms that somebody belongs to, archived ones left out: all, or those of `rooms`; without the
    objects that are as `known`. Five commands, however many rooms; one more where much was deleted, and where
    there may be something new in threads."""
    own = own_rooms(actor, rooms)
    described = describe(actor, own)
    new = [
        each for each in own if _position(each, described[each.room.pk]) != (known or {}).get(each.room.pk)
    ]
    places = [Place(each.room.pk, each.read, each.head, each.room.is_direct) for each in new]
    threads = thread_counts(actor, [at for each in new for at in thread_places(each)])
    counted, at = counts(actor, places), newest_messages([place.room for place in places])
    objects = {
        room: _object(described[room], count._replace(threads=threads.get(room, ())), at.get(room))
        for room, count in counted.items()
    }
    return [Listed(each, objects.get(each.room.pk)) for each in own]


def _position(own: OwnRoom, described: RoomObject) -> tuple[int, int, str]:
    return own.head, own.read, described["version"]


def _object(described: RoomObject, count: Counts, at: str | None) -> RoomObject:
    return {**described, **count_fields(count), "at": at}


def count_fields(count: Counts) -> dict[str, Any]:
    """What frames say of somebody's counts in a room."""
    return {
        "head": count.head,
        "read": count.read,
        "unread": count.unread,
        "for_me": count.for_me,
        "threads": [thread.fields() for thread in count.threads],
    }


def thread_places(own: OwnRoom) -> list[ThreadPlace]:
    return places_of(own.room.pk, own.followed, own.head)


def shared_fields(room: Room) -> dict[str, Any]:
    """What of a room's object is the same for everyone."""
    policy = {"post": room.policy.post, "slow": int(room.policy.slow), "pin": room.policy.pin}
    named = {} if room.is_direct else {"slug": room.slug, "title": room.title, "topic": room.topic}
    return {
        "kind": room.kind or Room.Kind.PUBLIC.value,
        **named,
        "archived": room.is_archived,
        "policy": policy,
    }


def own_fields(own: OwnRoom) -> dict[str, Any]:
    """What of it is somebody's own."""
    return {"role": own.role, "level": own.level, "favourite": own.favourite}


def describe(actor: Actor, own: list[OwnRoom]) -> dict[str, RoomObject]:
    """By room: its object without counts, with its version."""
    people = _people([each.room for each in own])
    described = {}
    for each in own:
        fields = {"room": each.room.pk, **shared_fields(each.room), **own_fields(each)}
        if each.room.is_direct:
            others = [key for key in _keys(each.room) if key != actor.key]
            fields["people"] = [people[key] for key in others if key in people]
        described[each.room.pk] = {**fields, "version": _version(fields, each.followed)}
    return described


def _version(fields: RoomObject, followed: Followed) -> str:
    if followed:
        fields = {**fields, "threads": followed}
    return hashlib.blake2s(encode(fields), digest_size=8).hexdigest()


def _keys(room: Room) -> list[str]:
    """The keys of the people of a direct conversation."""
    return room.people.split(",") if room.people else []


def people_of(room: Room) -> tuple[str, ...]:
    """The people of a direct conversation, by id."""
    return tuple(str(UUID(key)) for key in _keys(room)) if room.is_direct else ()


def _people(rooms: Iterable[Room]) -> dict[str, Author]:
    """The people of the direct conversations among these rooms, by key. One command at most."""
    keys = {key for room in rooms if room.is_direct for key in _keys(room)}
    if not keys:
        return {}
    found = User.objects.filter(pk__in=[UUID(key) for key in keys])
    return {user.pk.hex: Author(str(user.pk), user.username, user.shown_name) for user in found}


def newest_messages(rooms: list[str]) -> dict[str, str]:
    """When the newest message that each of these rooms shows was posted. One command."""
    if not rooms:
        return {}
    newest: Stages = [
        {"$match": {"$expr": {"$eq": ["$room", "$$room"]}, "kind": MESSAGE, **STORED}},
        {"$sort": {"seq": -1}},
        {"$limit": 1},
        {"$project": {"_id": 0, "at": 1}},
    ]
    look_up = {"from": log_keys.COLLECTION, "let": {"room": "$_id"}, "pipeline": newest, "as": "newest"}
    stages: Stages = [{"$documents": [{"_id": room} for room in rooms]}, {"$lookup": look_up}]
    found = event_log.collection().database.aggregate(stages, None, batchSize=len(rooms) + 1)
    return {doc["_id"]: moment(doc["newest"][0]["at"]) for doc in found if doc["newest"]}
