"""Who is to be notified of a message. Functions block.

| the message | is for |
| --- | --- |
| in a direct conversation, or to everyone | each member |
| with mentions | the people that it mentions |
| a reply | the author of the message that it answers |
| in a thread | the people who follow it |

These are notified unless they want nothing, everybody else of the room only where they want all messages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings

from chat.events.shown import is_shown_as
from chat.models import Membership, Room, User
from chat.notifications.looking import who_look
from chat.notifications.models import Preferences, RoomLevel
from chat.permissions.room_sight import who_see
from chat.projections.registry import StoredEvent
from chat.queries.followed_threads import followers
from chat.queries.markers import who_read
from chat.queries.quiet import is_quiet
from chat.storage import event_log
from chat.text.mentions import EVERYONE

PAGE = 500  # people who are looked up together
ALL, MENTIONS, NOTHING = Membership.Level.ALL, Membership.Level.MENTIONS, Membership.Level.NOTHING


@dataclass(frozen=True, slots=True)
class Recipient:
    """`for_me`: the message is for this person, and not only in a room of theirs. `email_minutes`: when to
    send it by email if they have not read it; 0: never."""

    user: User
    for_me: bool
    email_minutes: int


def recipients(event: StoredEvent) -> Iterator[list[Recipient]]:
    """By pages, some of which may be empty."""
    room = Room.objects.filter(pk=event.room).first()
    if room is None:
        return
    author, seen = UUID(event.author), set[UUID]()
    for page in _candidates(room, event):
        new = {user: for_me for user, for_me in page.items() if user != author and user not in seen}
        seen.update(new)
        if new:
            yield _notified(room, event, new)


def _candidates(room: Room, event: StoredEvent) -> Iterator[dict[UUID, bool]]:
    """Everybody who could be notified, and whether the message is for them."""
    mentions = event.document.get("mentions") or []
    named = [UUID(user) for user in mentions if user != EVERYONE] + _answered(event)
    if named:
        yield dict.fromkeys(named, True)
    yield from _pages(_following(event), True)
    if room.is_direct or EVERYONE in mentions:
        yield from _pages(_members(room), True)
    elif not event.document.get("thread") or event.document.get("also"):
        yield from _pages(_wanting_all(room), False)


def _answered(event: StoredEvent) -> list[UUID]:
    seq = event.document.get("reply_to")
    answered = event_log.at(event.room, seq) if seq else None
    return [UUID(answered["author"])] if answered else []


def _following(event: StoredEvent) -> list[UUID]:
    """Who follows the thread that it is in."""
    if not event.document.get("thread"):
        return []
    place = event.room, event.document["thread"], event.seq
    return [UUID(key) for keys in followers([place]).values() for key in sorted(keys)]


def _members(room: Room) -> Iterable[UUID]:
    return Membership.objects.filter(room=room).values_list("user_id", flat=True).iterator(PAGE)


def _wanting_all(room: Room) -> Iterator[UUID]:
    """Those who want all messages of this room, and members who want those of every room."""
    yield from RoomLevel.objects.filter(room=room, level=ALL).values_list("user_id", flat=True)
    everywhere = Preferences.objects.filter(level=ALL).values_list("user_id", flat=True).iterator(PAGE)
    for page in _batches(everywhere):
        yield from Membership.objects.filter(room=room, user__in=page).values_list("user_id", flat=True)


def _pages(users: Iterable[UUID], for_me: bool) -> Iterator[dict[UUID, bool]]:
    for page in _batches(users):
        yield dict.fromkeys(page, for_me)


def _batches(users: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(users)
    while batch := list(islice(rest, PAGE)):
        yield batch


def _notified(room: Room, event: StoredEvent, candidates: dict[UUID, bool]) -> list[Recipient]:
    """Those of the candidates who may see the room, want to know, and have not seen it already."""
    there = User.objects.filter(pk__in=list(candidates), is_active=True, suspended_at=None)
    users, now = who_see(room, list(there)), datetime.now(UTC)
    keys = [user.pk for user in users]
    wishes = _Wishes(room, keys)
    thread = None if is_shown_as(event.document) else event.document["thread"]
    busy = who_read(room, keys, event.seq, thread) | who_look(room.pk, keys)
    return [
        Recipient(user, candidates[user.pk], wishes.email_minutes(user.pk))
        for user in users
        if user.pk not in busy
        and wishes.wants(user.pk, for_me=candidates[user.pk])
        and not is_quiet(user, now)
    ]


class _Wishes:
    """What these people want of a room."""

    def __init__(self, room: Room, users: list[UUID]) -> None:
        own: Any = {"room": room, "user__in": users}
        self._levels = dict(RoomLevel.objects.filter(**own).values_list("user_id", "level"))
        self._shown = dict(Membership.objects.filter(**own).values_list("user_id", "level"))
        self._preferences = {each.user_id: each for each in Preferences.objects.filter(user__in=users)}

    def wants(self, user: UUID, *, for_me: bool) -> bool:
        level = self._level(user)
        return level == ALL or (for_me and level != NOTHING)

    def _level(self, user: UUID) -> str:
        """That of the room: what they chose for notifications, or what they have shown as unread if that is
        less than all; else their own for all rooms."""
        if chosen := self._levels.get(user):
            return chosen
        shown = self._shown.get(user) or ALL
        if shown != ALL:
            return shown
        preferences = self._preferences.get(user)
        return preferences.level if preferences else MENTIONS

    def email_minutes(self, user: UUID) -> int:
        preferences = self._preferences.get(user)
        chosen = preferences.email_minutes if preferences else None
        return settings.WICK_EMAIL_MINUTES if chosen is None else chosen
