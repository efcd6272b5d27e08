"""Careful reads: one indexed query for each thing asked. Functions block; see chat.pool."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from msgspec import UNSET, to_builtins

from chat import fold, log
from chat.events import EDIT, MESSAGE, RESTORE, Event, encode, from_document
from chat.models import Ban, Marker, Membership, Room, User
from chat.person import Person
from chat.unread import Unread, unread

BADGES = 500  # people of each kind who keep order; more are not marked
PAGE_BYTES = 512 * 1024  # of JSON; a page of very long messages ends earlier


@dataclass(frozen=True, slots=True)
class RoomState:
    """What decides who may do what in a room. People by id, as on the wire."""

    id: str
    slug: str
    epoch: str
    archived: bool
    banned: frozenset[str] = field(default_factory=frozenset)
    moderators: frozenset[str] = field(default_factory=frozenset)


def room_state(room_id: str) -> RoomState | None:
    """The state of a room, None where there is none."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        return None
    roles = Membership.objects.filter(room=room_id)
    return RoomState(
        id=room.pk,
        slug=room.slug,
        epoch=room.epoch,
        archived=room.is_archived,
        banned=frozenset(str(key) for key in Ban.objects.filter(room=room_id).values_list("user", flat=True)),
        moderators=frozenset(
            str(key) for key, role in roles.values_list("user", "role") if role != Membership.Role.MEMBER
        ),
    )


# --- pages of the log ----------------------------------------------------------------------------------


def shown(room: str, documents: list[log.Document]) -> list[Event]:
    """A page as a fetch shows it: messages as they are now, the words of deleted ones gone."""
    page = [from_document(doc) for doc in documents]
    named = {event.seq for event in page if event.kind == MESSAGE}
    named |= {event.target for event in page if event.kind in (EDIT, RESTORE) and event.target is not UNSET}
    return fold.as_now(page, [from_document(doc) for doc in log.changes(room, named)])


def events_after(room: str, seq: int, limit: int) -> list[Event]:
    """At most `limit` events beyond `seq`, oldest first, as a fetch shows them."""
    return shown(room, log.after(room, seq, limit))


def events_before(room: str, seq: int | None, limit: int) -> list[Event]:
    """The newest `limit` events below `seq` (None: of all), oldest first, as a fetch shows them."""
    return shown(room, log.before(room, seq, limit))


def newest_page(room: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The newest events as objects of the wire, oldest first."""
    return [to_builtins(event) for event in events_before(room, None, limit or settings.WICK_PAGE)]


def page_before(room: str, before: int, limit: int | None = None) -> list[dict[str, Any]]:
    """The events below `before` as objects of the wire, oldest first."""
    return [to_builtins(event) for event in events_before(room, before, limit or settings.WICK_PAGE)]


def cut_newest(bodies: list[bytes]) -> list[bytes]:
    """The newest of these JSON events that fit into a page; always one at least."""
    size, kept = 0, 0
    for body in reversed(bodies):
        size += len(body) + 1
        if kept and size > PAGE_BYTES:
            break
        kept += 1
    return bodies[len(bodies) - kept :]


def cut_oldest(bodies: list[bytes]) -> list[bytes]:
    """The oldest of these JSON events that fit into a page; always one at least."""
    return cut_newest(bodies[::-1])[::-1]


def bodies_of(events: Iterable[Event]) -> list[bytes]:
    return [encode(event) for event in events]


# --- people and their rooms ------------------------------------------------------------------------------


def markers(room: str, people: list[UUID]) -> dict[UUID, int]:
    """How far these people have read; without those of whom nothing is kept."""
    return dict(Marker.objects.filter(user__in=people, room=room).values_list("user", "seq"))


def marker(person: Person, room: str) -> int:
    """How far somebody has read, 0 where nothing is kept."""
    return markers(room, [person.uuid]).get(person.uuid, 0)


@dataclass(slots=True)
class OwnRoom:
    """A line of somebody's sidebar."""

    room: Room
    role: str
    head: int
    read: int
    unread: Unread


def rooms_of(user: User | Person) -> list[OwnRoom]:
    """The rooms that somebody belongs to, by slug; archived ones are left out."""
    person = Person.of(user)
    key = person.uuid
    roles = dict(Membership.objects.filter(user=key).values_list("room", "role"))
    rooms = Room.objects.filter(pk__in=list(roles), archived_at=None)
    read = dict(Marker.objects.filter(user=key, room__in=list(roles)).values_list("room", "seq"))
    heads = log.heads(roles)

    def line(room: Room) -> OwnRoom:
        head, seen = heads.get(room.pk, 0), read.get(room.pk, 0)
        return OwnRoom(room, roles[room.pk], head, seen, unread(person, room.pk, seen, head))

    return [line(room) for room in sorted(rooms, key=lambda room: room.slug)]


def slugs_of(user: User) -> list[str]:
    """The addresses of the same rooms."""
    mine = Membership.objects.filter(user=user.pk).values_list("room", flat=True)
    return sorted(Room.objects.filter(pk__in=list(mine), archived_at=None).values_list("slug", flat=True))


@dataclass(slots=True)
class ListedRoom:
    """A line of the directory."""

    room: Room
    joined: bool
    members: int = 0  # see count_members


def public_rooms(user: User) -> list[ListedRoom]:
    """Every room that everyone may see, by slug."""
    mine = set(Membership.objects.filter(user=user.pk).values_list("room", flat=True))
    rooms = Room.objects.filter(archived_at=None).order_by("slug")
    return [ListedRoom(room, room.pk in mine) for room in rooms]


def count_members(lines: list[ListedRoom]) -> None:
    """Fills in how many belong to each of these rooms. One query."""
    named = Membership.objects.filter(room__in=[line.room.pk for line in lines]).order_by()
    counted = dict(named.values_list("room").annotate(Count("pk")))
    for line in lines:
        line.members = counted.get(line.room.pk, 0)


MODERATING = (Membership.Role.OWNER, Membership.Role.MODERATOR)


def badges(room_id: str) -> dict[str, str]:
    """Who keeps order in a room, by the id on the wire: owner, moderator, or staff of the house."""
    staff = User.objects.filter(is_staff=True).values_list("pk", flat=True)[:BADGES]
    roles = Membership.objects.filter(room=room_id, role__in=MODERATING).values_list("user", "role")
    return {str(key): "staff" for key in staff} | {str(key): str(role) for key, role in roles[:BADGES]}


def banned_from(room_id: str, limit: int = 100) -> list[Ban]:
    """Whom the room is closed to, with their users and who did it."""
    return list(Ban.objects.filter(room=room_id).select_related("user", "by").order_by("user")[:limit])


def message_at(room_id: str, seq: int) -> dict[str, Any] | None:
    """A message as it is now, as an object of the wire; None where there is none."""
    found = events_before(room_id, min(seq, 2**53) + 1, 1)
    if not found or (found[0].seq, found[0].kind) != (seq, MESSAGE):
        return None
    return dict(to_builtins(found[0]))


def members_of(room_id: str, limit: int = 500) -> list[Membership]:
    """Who belongs to a room, in order of joining, with their users."""
    found = Membership.objects.filter(room=room_id).select_related("user").order_by("joined_at")
    return list(found[:limit])
