"""Users, as others find them. Blocks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chat.actors.actor import Actor
from chat.models import Membership, User
from chat.queries.profiles import SHOWN, ShownProfile, profile_of
from chat.queries.unread import Stages
from chat.storage import collections
from chat.text.name_search import pattern
from chat.text.picture_names import picture_paths

FOUND = 20  # that are shown
PAGE = 50  # people of one page of the directory
SEARCHED = 10_000  # users, by user name, among whom a word is looked for
TERMS, LONGEST = 4, 60  # words of a search, and characters of each
NAMES = {"username": 1, "name": 1, "picture": 1}
ACTIVE = {"is_active": True, "suspended_at": None}


@dataclass(frozen=True, slots=True)
class FoundUser:
    """Somebody's names. `picture_small`: the address of their picture, "" without one."""

    id: UUID
    username: str
    shown_name: str
    picture_small: str = ""


def find_users(actor: Actor, terms: str, without: Collection[UUID] = ()) -> list[FoundUser]:
    """The first users by user name in whose names all the words stand, but for oneself and `without`. A guest
    finds people of their own rooms alone. One command, and one more for a guest."""
    left_out = [actor.key, *(key.hex for key in without)]
    stages: Stages = [
        {"$match": _seen_by(actor)},
        {"$sort": {"username": 1}},
        {"$limit": SEARCHED},
        {"$match": {"_id": {"$nin": left_out}, **ACTIVE}},
        *_having(terms),
        {"$limit": FOUND},
        {"$project": NAMES},
    ]
    return [_found(doc) for doc in _users().aggregate(stages, batchSize=FOUND + 1)]


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A line of the directory."""

    profile: ShownProfile
    pronouns: str
    about: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people by user name. `after`: the name after which the next page begins, "" at the end."""

    people: list[ListedPerson]
    after: str


def page_of_people(actor: Actor, terms: str, after: str) -> PeoplePage:
    """The people whom somebody may find, themselves included, a page at a time. Words are looked for in the
    names of the first SEARCHED people after `after`. One command, and two more for a guest."""
    stages: Stages = [
        {"$match": {**_seen_by(actor), "folded": {"$gt": after.casefold()}}},
        {"$sort": {"folded": 1}},
        {"$limit": SEARCHED},
        {"$match": ACTIVE},
        *_having(terms),
        {"$limit": PAGE + 1},
        {"$project": SHOWN | {"pronouns": 1, "about": 1}},
    ]
    found = list(_users().aggregate(stages, batchSize=PAGE + 2))
    at = datetime.now(UTC)
    people = [
        ListedPerson(profile_of(doc, at), doc.get("pronouns") or "", doc.get("about") or "")
        for doc in found[:PAGE]
    ]
    return PeoplePage(people, people[-1].profile.username if len(found) > PAGE else "")


def users_by_key(keys: Collection[str]) -> dict[str, FoundUser]:
    """The users with these keys (32 hexadecimal digits). One command."""
    found = _users().find({"_id": {"$in": list(keys)}}, NAMES, batch_size=len(keys) + 1)
    return {doc["_id"]: _found(doc) for doc in found}


def _seen_by(actor: Actor) -> dict[str, Any]:
    if not actor.guest:
        return {}
    own = Membership.objects.filter(user=actor.uuid).values_list("room", flat=True)
    people = Membership.objects.filter(room__in=list(own)).values_list("user", flat=True)[:SEARCHED]
    return {"_id": {"$in": [key.hex for key in people]}}


def _having(terms: str) -> Stages:
    """All the words stand in the names, or parts of words do, whatever their case and accents."""
    words = terms.replace("\0", " ").split()[:TERMS]
    return [{"$match": _has(word.removeprefix("@"))} for word in words]


def _has(word: str) -> dict[str, Any]:
    wanted = {"$regex": pattern(word[:LONGEST]), "$options": "i"}
    return {"$or": [{"username": wanted}, {"name": wanted}]}


def _users() -> Any:
    return collections.collection(User._meta.db_table)


def _found(doc: dict[str, Any]) -> FoundUser:
    picture = picture_paths(doc["_id"], doc.get("picture")) or {}
    return FoundUser(
        UUID(doc["_id"]), doc["username"], doc["name"] or doc["username"], picture.get("small", "")
    )
