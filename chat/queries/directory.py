"""The rooms that somebody may find, page by page, by name, by members or by activity: all public ones, and
those private ones that they belong to. How many belong to each is kept with it (chat.storage.member_counts),
and so is when its newest message was posted (chat.projections.directory). Blocks."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING

from chat.models import Room
from chat.queries.unread import Stages
from chat.storage import collections

PAGE = 50  # rooms of one page
COUNTED = 1000  # rooms that are counted
SEARCHED = 10_000  # rooms that are looked through for words
TERMS, LONGEST = 8, 100  # of a search, and characters of each; more are not looked for
BY_NAME, BY_MEMBERS, BY_ACTIVITY = "name", "members", "activity"
FIELDS = {
    BY_MEMBERS: "member_count",
    BY_ACTIVITY: "active_at",
}  # what is sorted by before the slug, downwards
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
POSITION = re.compile(r"(-?[0-9]{1,14}|)\.([a-z0-9-]{1,48})", re.ASCII)
# A room that an older version made has no kind, and is public.
PUBLIC: dict[str, Any] = {"kind": {"$in": [Room.Kind.PUBLIC, None]}, "archived_at": None}
NUMBER = {"$count": "number"}


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """Which rooms. `mine`: the keys of the reader's own rooms, without direct conversations; `private`: those
    of them that nobody else may find."""

    mine: Collection[str] = ()
    private: Collection[str] = ()
    terms: str = ""
    which: str = "all"  # or mine, or others
    order: str = BY_NAME
    after: str = ""  # `after` of the page before


@dataclass(slots=True)
class ListedRoom:
    """A line of the directory."""

    room: Room
    joined: bool


@dataclass(slots=True)
class DirectoryPage:
    """`after`: where the page that follows begins, "" on the last one."""

    lines: list[ListedRoom]
    after: str


def page(wanted: DirectoryQuery) -> DirectoryPage:
    """One command. Words are looked for in address, title and topic of the first SEARCHED rooms in this order
    that are left after `after`."""
    rooms = collections.collection(Room._meta.db_table)
    found = list(rooms.aggregate([*_wanted(wanted), {"$limit": PAGE + 1}], batchSize=PAGE + 2))
    lines = [ListedRoom(Room.of_document(doc), doc["_id"] in wanted.mine) for doc in found[:PAGE]]
    return DirectoryPage(lines, _position(lines[-1].room, wanted.order) if len(found) > PAGE else "")


def rooms_at(slugs: Collection[str], query: DirectoryQuery) -> list[Room]:
    """Those of the rooms at these addresses that the reader of this query may find. One command."""
    if not slugs:
        return []
    there = {"slug": {"$in": list(slugs)}, "archived_at": None}
    found = collections.collection(Room._meta.db_table).find(
        there | {"$or": [PUBLIC, {"_id": {"$in": list(query.private)}}]}, batch_size=len(slugs) + 1
    )
    return [Room.of_document(doc) for doc in found.sort("slug", ASCENDING)]


def count() -> int:
    """How many public rooms there are, up to COUNTED. One command."""
    rooms = collections.collection(Room._meta.db_table)
    return sum(doc["number"] for doc in rooms.aggregate([{"$match": PUBLIC}, {"$limit": COUNTED}, NUMBER]))


def _wanted(wanted: DirectoryQuery) -> Stages:
    """In order, each part along an index; the reader's own private rooms are looked up by their keys."""
    parts = [base | after for base in _bases(wanted) for after in _after(wanted)]
    first, *others = [_in_order(part, wanted) for part in parts]
    if not others:
        return first
    return [*first, *(collections.union(Room, part) for part in others), {"$sort": _sort(wanted.order)}]


def _bases(wanted: DirectoryQuery) -> list[dict[str, Any]]:
    """Which rooms are meant."""
    if wanted.which == "mine":
        return [{"_id": {"$in": list(wanted.mine)}, "archived_at": None}]
    if wanted.which == "others":
        return [PUBLIC | {"_id": {"$nin": list(wanted.mine)}}]
    private = {"_id": {"$in": list(wanted.private)}, "archived_at": None}
    return [PUBLIC, private] if wanted.private else [PUBLIC]


def _in_order(match: dict[str, Any], wanted: DirectoryQuery) -> Stages:
    order = BY_NAME if "slug" in match else wanted.order  # all of a part with one value: an index has it so
    stages: Stages = [{"$match": match}, {"$sort": _sort(order)}]
    if terms := wanted.terms.replace("\0", " ").split()[:TERMS]:
        stages += [{"$limit": SEARCHED}, {"$match": {"$and": [_has(word) for word in terms]}}]
    return [*stages, {"$limit": PAGE + 1}]


def _sort(order: str) -> dict[str, int]:
    by_slug = {"slug": ASCENDING}
    return {FIELDS[order]: DESCENDING, **by_slug} if order in FIELDS else by_slug


def _after(wanted: DirectoryQuery) -> list[dict[str, Any]]:
    """The parts behind a position: what is equal to it, what is below, and what lacks the field."""
    if wanted.order not in FIELDS:
        return [{"slug": {"$gt": wanted.after}} if wanted.after else {}]
    if (position := POSITION.fullmatch(wanted.after)) is None:
        return [{}]
    field, value = FIELDS[wanted.order], _value(wanted.order, position[1])
    equal = {field: value, "slug": {"$gt": position[2]}}
    return [equal] if value is None else [equal, {field: {"$lt": value}}, {field: None}]


def _value(order: str, text: str) -> int | datetime | None:
    """What a position says of the field."""
    if not text:
        return None
    return EPOCH + timedelta(minutes=int(text[:9])) if order == BY_ACTIVITY else int(text)


def _position(room: Room, order: str) -> str:
    """Where a page goes on behind this room."""
    if order == BY_MEMBERS:
        return f"{room.member_count}.{room.slug}"
    if order == BY_ACTIVITY:
        minutes = (room.active_at - EPOCH) // timedelta(minutes=1) if room.active_at else ""
        return f"{minutes}.{room.slug}"
    return room.slug


def _has(word: str) -> dict[str, Any]:
    """The word stands in one of the texts, whatever its case."""
    pattern = {"$regex": re.escape(word[:LONGEST]), "$options": "i"}
    return {"$or": [{field: pattern} for field in ("slug", "title", "topic")]}
