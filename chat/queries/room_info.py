"""What a client needs beside the messages to show a room: the room itself, and its members. Blocks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from chat.actors.actor import Actor
from chat.actors.author import id_of
from chat.models import Draft, Event, FollowedThread, Membership, Room, User
from chat.protocol.errors import no_room
from chat.queries.drafts import draft_of
from chat.queries.followed_threads import Followed
from chat.queries.own_rooms import OwnRoom
from chat.queries.room_objects import RoomObject, describe
from chat.storage import collections

MEMBERS = 200  # that are listed

Stages = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RoomInfo:
    """`room`: its object, without what is counted. `head`: its newest seq. `members`: owners and moderators
    first. `drafts`: one's own. `followed`: the threads that one follows."""

    room: RoomObject
    head: int
    members: list[dict[str, str]]
    drafts: list[dict[str, Any]]
    is_direct: bool
    followed: Followed


def room_info(actor: Actor, room_id: str) -> RoomInfo:
    """The room as somebody finds it who may see it. One command, and one more for a direct conversation.
    Raises Refused where it was deleted meanwhile."""
    stages: Stages = [
        {"$match": {"_id": room_id}},
        _look_up(Membership, "own", _own(actor)),
        _look_up(Membership, "members", _first()),
        _look_up(FollowedThread, "followed", [*_own(actor), {"$sort": {"thread": 1}}]),
        _look_up(Draft, "drafts", [*_own(actor), {"$sort": {"thread": 1}}]),
        _look_up(Event, "newest", [{"$sort": {"seq": -1}}, {"$limit": 1}, {"$project": {"seq": 1}}]),
    ]
    found = next(collections.collection(Room._meta.db_table).aggregate(stages), None)
    if found is None:
        raise no_room()
    room, own = Room.of_document(found), (found["own"] or [{}])[0]
    level, favourite = own.get("level") or "all", bool(own.get("favourite"))
    followed = [(int(doc["thread"]), int(doc["read"])) for doc in found["followed"]]
    head = next((int(doc["seq"]) for doc in found["newest"]), 0)
    place = OwnRoom(room, own.get("role", ""), level, favourite, head=0, read=0, followed=followed)
    about = describe(actor, [place])[room.pk]
    members = [_member(doc) for doc in found["members"] if doc["user"]]
    drafts = [draft_of(doc) for doc in found["drafts"]]
    return RoomInfo({**about, "role": place.role or None}, head, members, drafts, room.is_direct, followed)


def _look_up(kind: type[Model], name: str, pipeline: Stages) -> dict[str, Any]:
    same_room = {"localField": "_id", "foreignField": "room"}
    return {"$lookup": {"from": kind._meta.db_table, **same_room, "pipeline": pipeline, "as": name}}


def _own(actor: Actor) -> Stages:
    return [{"$match": {"user": actor.key}}]


def _first() -> Stages:
    """By the index members_by_role from its end: owners, then moderators, then the others."""
    user = {"from": User._meta.db_table, "localField": "user", "foreignField": "_id", "as": "user"}
    names = {"_id": 0, "role": 1, "user._id": 1, "user.username": 1, "user.name": 1}
    return [{"$sort": {"role": -1}}, {"$limit": MEMBERS}, {"$lookup": user}, {"$project": names}]


def _member(doc: dict[str, Any]) -> dict[str, str]:
    user = doc["user"][0]
    name = user["name"] or user["username"]
    return {"id": id_of(user["_id"]), "username": user["username"], "name": name, "role": doc["role"]}
