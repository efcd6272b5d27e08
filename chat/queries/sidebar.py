"""The rooms that somebody belongs to, with what is unread in each, by few commands for all. Blocks."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chat.actors.actor import Actor
from chat.models import Event, Membership, Room, User
from chat.queries.own_rooms import OwnRoom, own_rooms
from chat.queries.people import FoundUser, users_by_key
from chat.queries.room_objects import newest_messages
from chat.queries.unread import CHANGES, Stages, Unread, unread
from chat.storage import collections, event_log
from chat.text.names import natural

MOST_ROOMS = 1000  # rooms of one person that are listed
MOST = 100  # unread messages of a room that are counted; shown as "99+"


class Part(NamedTuple):
    """What somebody is to a room that they belong to."""

    role: str
    level: str = Membership.Level.ALL
    favourite: bool = False


@dataclass(slots=True)
class SidebarRoom:
    """A line of somebody's sidebar. `drafts`: where they have begun to write, as of an OwnRoom. Of a direct
    conversation also `people`, without oneself, and `at`: when the newest message was posted."""

    room: Room
    part: Part
    head: int
    read: int
    unread: Unread
    drafts: list[int] = field(default_factory=list)
    people: list[FoundUser] = field(default_factory=list)
    at: str | None = None


def rooms_of(user: User | Actor, opened: str = "") -> list[SidebarRoom]:
    """The rooms that somebody belongs to, favourites first, by title or slug with its numbers as numbers, and
    behind them their direct conversations, the newest message first; archived ones are left out. Five
    commands at most. Of the room `opened` the first unread message is looked for, however far back."""
    actor = Actor.of(user)
    lines = _lines(actor)
    behind = {line.room.id: line for line in lines if line.head > line.read}
    if not behind:
        return lines
    found, firsts = _unread(actor, list(behind.values()), opened)
    for doc in found:
        room = doc["_id"]
        is_direct = behind[room].room.is_direct  # all of it is for its people
        counts = min(doc["count"], MOST), min(doc["count" if is_direct else "for_me"], MOST)
        behind[room].unread = Unread(*counts, firsts.get(room))
    return lines


def slugs_of(user: User | Actor) -> list[str]:
    """The addresses of the same rooms."""
    return [line.room.slug for line in _lines(Actor.of(user))]


def _lines(actor: Actor) -> list[SidebarRoom]:
    """What there is before anything is counted."""
    lines = [_line(own) for own in own_rooms(actor, most=MOST_ROOMS)]
    direct = [line for line in lines if line.room.is_direct]
    rooms = [line for line in lines if not line.room.is_direct]
    add_people(actor, direct)
    newest = newest_messages([line.room.id for line in direct])
    for line in direct:
        line.at = newest.get(line.room.id)
    direct.sort(key=lambda line: natural(_name(line)))
    direct.sort(key=lambda line: (line.part.favourite, line.at or ""), reverse=True)
    return [*sorted(rooms, key=lambda line: (not line.part.favourite, natural(_name(line)))), *direct]


def _line(own: OwnRoom) -> SidebarRoom:
    part = Part(own.role, own.level, own.favourite)
    return SidebarRoom(own.room, part, own.head, own.read, Unread(), own.drafts)


def add_people(actor: Actor, lines: list[SidebarRoom]) -> None:
    """Looks up who else is in these direct conversations. One command where there are any."""
    keys = {line.room.id: (line.room.people or "").split(",") for line in lines}
    if not keys:
        return
    users = users_by_key({key for each in keys.values() for key in each})
    for line in lines:
        people = [users[key] for key in keys[line.room.id] if key in users and key != actor.key]
        line.people = sorted(people, key=lambda person: (person.shown_name.casefold(), person.username))


def _name(line: SidebarRoom) -> str:
    """What a line is sorted by. static/js/sidebar/room_order.js does the same."""
    if line.room.is_direct:
        return " ".join(person.shown_name for person in line.people).casefold()
    return (line.room.title or line.room.slug).casefold()


def _unread(
    actor: Actor, lines: list[SidebarRoom], opened: str
) -> tuple[list[dict[str, Any]], dict[str, int | None]]:
    """For each of these rooms in which something is unread: how much, and what may be for somebody. And by
    room the first unread message: where all that is unread was counted, and of `opened`. One command."""
    places = [{"_id": line.room.id, "read": line.read, "head": line.head} for line in lines]
    database = event_log.collection().database
    stages: Stages = [{"$documents": places}, *unread(actor)]
    whole = {line.room.id for line in lines if line.head - line.read <= CHANGES}
    far = next((line for line in lines if line.room.id == opened and opened not in whole), None)
    if far is not None:
        older = event_log.by_others(far.room.id, far.read, actor.key, MOST)
        stages.append(collections.union(Event, older))
    found = list(database.aggregate(stages, None, batchSize=MOST_ROOMS + MOST + 1))
    counted = [doc for doc in found if "_id" in doc]
    standing = (doc["seq"] for doc in found if "_id" not in doc and not doc["deleted"])
    firsts = {doc["_id"]: doc["first"] for doc in counted if doc["_id"] in whole}
    if far is not None:
        firsts[far.room.id] = min(standing, default=None)
    return counted, firsts
