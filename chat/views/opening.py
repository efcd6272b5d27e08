"""Which part of a room's log its page opens with."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict

from chat.actors.actor import Actor
from chat.events.kinds import MESSAGE
from chat.permissions.room_access import Standing
from chat.queries import timeline
from chat.queries.sidebar import SidebarRoom
from chat.queries.unread import CHANGES, Unread
from chat.storage import event_log

CONTEXT = 5  # events that are shown above the first unread message
MOST = 50  # events of a page: drawing a message costs a server more than anything else of it


def _most() -> int:
    return min(MOST, settings.WICK_PAGE)


@dataclass(slots=True)
class Opening:
    """`events` are consecutive, oldest first, as objects of the wire; `head` is the room's newest seq.

    `at`: the message that the address names. `missing`: it does not exist or was deleted.
    `first_unread`: the seq of the first message that the reader has not read, None without one.
    """

    events: list[dict[str, Any]]
    head: int
    read: int
    unread: Unread
    first_unread: int | None = None
    at: int | None = None

    @property
    def older(self) -> int | None:
        """The seq below which there is more; None at the beginning of the log."""
        return self.events[0]["seq"] if self.events and self.events[0]["seq"] > 1 else None

    @property
    def newer(self) -> int | None:
        """The seq beyond which there is more; None at its end."""
        return self.events[-1]["seq"] if self.events and self.events[-1]["seq"] < self.head else None

    @property
    def seen(self) -> int | None:
        """Up to where all was read, or is on this page; None where something unread stands above it."""
        if not self.events or (self.first_unread or self.head) < self.events[0]["seq"]:
            return None
        return max(self.read, int(self.events[-1]["seq"]))

    @property
    def missing(self) -> bool:
        if self.at is None:
            return False
        found = (event for event in self.events if event["seq"] == self.at)
        return not any(event["kind"] == MESSAGE and not event.get("deleted") for event in found)


def opening(query: QueryDict, actor: Actor, here: Standing, own: SidebarRoom | None) -> Opening:
    """What a page shows: around the message of `?at=`, below `?before=`, beyond `?after=`; without these from
    the first unread message on, or else the newest page. Blocks.

    `own`: the room in the reader's list. Who only visits it, and has read nothing in it, has nothing unread.
    """
    room, read = here.room.pk, here.read
    head = own.head if own else event_log.head(room)
    new = _unread(actor, room, read, head, own)
    first = new[0] if new else None
    counted = own.unread if own and own.unread.count else Unread(len(new))  # own: of the newest events alone
    at = position(query.get("at", ""))
    events = _asked_for(query, room, head, at)
    if not events and first is not None and head - first >= _most():
        events = timeline.page_after(room, max(0, first - CONTEXT - 1), _most())
    events = events or timeline.newest_page(room, _most())
    head = max(head, events[-1]["seq"]) if events else head
    return Opening(events, head, read, counted, first, at)


def _unread(actor: Actor, room: str, read: int, head: int, own: SidebarRoom | None) -> list[int]:
    """The first unread messages; the first one alone where the list of rooms has counted all of them."""
    if own and own.unread.first is not None:
        return [own.unread.first]
    if own and head - read <= CHANGES:
        return []
    return timeline.unread_seqs(actor, room, read) if head > read and (own or read) else []


def _asked_for(query: QueryDict, room: str, head: int, at: int | None) -> list[dict[str, Any]]:
    """The page that the address names, empty where it names none or one without events."""
    if at is not None:
        return timeline.page_around(room, at, _most()) if at <= head else []
    if before := position(query.get("before", "")):
        return timeline.page_before(room, before, _most())
    if after := position(query.get("after", "")):
        return timeline.page_after(room, after, _most())
    return []


def position(value: str) -> int | None:
    """The seq that a query names, None when it names none. More than 16 digits are never one."""
    is_number = len(value) <= 16 and value.isascii() and value.isdigit()
    return int(value) if is_number and 0 < int(value) < 2**53 else None
