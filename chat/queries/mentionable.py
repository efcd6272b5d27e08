"""Who can be mentioned in a room: those who may see it. Blocks; see chat.storage.executor."""

import re
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from chat.actors.author import Author
from chat.models import Ban, Membership, User
from chat.queries.room_state import RoomState
from chat.storage import collections

MEMBERS = 1000  # of a room, the newest ones, among whom a name is sought
NAMED = 200  # people with a user name that begins in some way who are looked at
COUNTED = 1000  # members that are counted

Stages = list[dict[str, Any]]
ACTIVE = {"is_active": True, "suspended_at": None}


def mentionable(room: RoomState, names: Collection[str], ids: Collection[str] = ()) -> dict[str, str]:
    """Of the people with these user names (in lower case) or ids, those who may see the room: user names, in
    lower case, by id. One command."""
    found = _those(room, names, ids)
    return {str(UUID(doc["_id"])): doc["folded"] for doc in found}


def names_of(room: RoomState, ids: Collection[str]) -> list[Author]:
    """The same people with the names that they have now."""
    return [_author(doc) for doc in _those(room, (), ids)]


def _those(room: RoomState, names: Collection[str], ids: Collection[str]) -> Iterable[dict[str, Any]]:
    keys = [UUID(id).hex for id in ids]
    wanted = {"$or": [{"folded": {"$in": list(names)}}, {"_id": {"$in": keys}}]}
    stages = [{"$match": wanted}, *_seeing(room)]
    return _users().aggregate(stages, batchSize=len(names) + len(keys) + 1)


def find_mentionable(room: RoomState, start: str, limit: int, *, only_members: bool) -> list[Author]:
    """At most `limit` people who may see the room, whose user name, or a word of whose display name, begins
    so, members first. Others are found by their user names alone. Two commands at most."""
    found = {doc["_id"]: doc for doc in _members(room, start.casefold(), limit)}
    if len(found) < limit and start and room.is_public and not only_members:
        for doc in _others(room, start.casefold(), limit):
            found.setdefault(doc["_id"], doc)
    return [_author(doc) for doc in [*found.values()][:limit]]


def _members(room: RoomState, start: str, limit: int) -> Iterable[dict[str, Any]]:
    user = {"from": User._meta.db_table, "localField": "user", "foreignField": "_id", "as": "user"}
    beginning = re.escape(start)
    named = {
        "$or": [
            {"folded": {"$regex": f"^{beginning}"}},
            {"name": {"$regex": rf"(?:^|\s){beginning}", "$options": "i"}},
        ]
    }
    stages: Stages = [
        {"$match": {"room": room.id}},
        {"$sort": {"joined_at": -1}},
        {"$limit": MEMBERS},
        {"$lookup": user},
        {"$replaceWith": {"$first": "$user"}},
        {"$match": {**ACTIVE, **named}},
        {"$limit": limit},
        *_seeing(room),
    ]
    return collections.collection(Membership._meta.db_table).aggregate(stages, batchSize=limit + 1)


def _others(room: RoomState, start: str, limit: int) -> Iterable[dict[str, Any]]:
    stages: Stages = [
        {"$match": {"folded": {"$gte": start, "$lt": start + "\uffff"}}},
        {"$sort": {"folded": 1}},
        {"$limit": NAMED},
        *_seeing(room),
        {"$limit": limit},
    ]
    return _users().aggregate(stages, batchSize=limit + 1)


def not_seeing(room: RoomState, names: Collection[str]) -> list[Author]:
    """Of the people with these user names (in lower case), those who may not see the room, but could be added
    to it. Two commands."""
    seeing = set(mentionable(room, names).values())
    others = [name for name in names if name not in seeing]
    banned = {"from": Ban._meta.db_table, **_same(room), "as": "bans"}
    stages: Stages = [
        {"$match": {"folded": {"$in": others}, **ACTIVE}},
        {"$lookup": banned},
        {"$match": {"bans": []}},
    ]
    return [_author(doc) for doc in _users().aggregate(stages, batchSize=len(others) + 1)]


def count_members(room: RoomState) -> int:
    """How many people belong to the room, counted up to COUNTED."""
    memberships = collections.collection(Membership._meta.db_table)
    return memberships.count_documents({"room": room.id}, limit=COUNTED)


def _seeing(room: RoomState) -> Stages:
    """From documents of users to those of them who may see the room: its members and, in a public room,
    everyone who is no guest."""
    bans = {"$lookup": {"from": Ban._meta.db_table, **_same(room), "as": "bans"}}
    memberships = {"$lookup": {"from": Membership._meta.db_table, **_same(room), "as": "memberships"}}
    others: list[dict[str, Any]] = [{"is_guest": {"$ne": True}}] if room.is_public else []
    sees = {"$match": {"bans": [], "$or": [{"memberships": {"$ne": []}}, *others]}}
    return [{"$match": ACTIVE}, bans, memberships, sees]


def _same(room: RoomState) -> dict[str, Any]:
    return {"localField": "_id", "foreignField": "user", "pipeline": [{"$match": {"room": room.id}}]}


def _users() -> Any:
    return collections.collection(User._meta.db_table)


def _author(doc: dict[str, Any]) -> Author:
    return Author(str(UUID(doc["_id"])), doc["username"], doc["name"].strip() or doc["username"])
