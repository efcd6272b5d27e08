"""Finding events among millions: whatever is asked, no more than the newest so many are looked at.

general/42              one event by its place
general/                a room, newest first
@ann                    what somebody said
general/ @ann lamp oil  all of it together: the words stand in the text, in any order
8e0f…-…                 an event by its id, in every room that has it
general/8e0f…-…         the one in this room
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chat.events.kinds import KINDS
from chat.models import Event, Room, User
from chat.models.room import not_direct
from chat.storage import event_log

ROOMS = 10_000  # in which an id is looked for: one seek each
NEWEST = 20_000  # events among which words, kinds, and authors in a room are looked for
KEY = re.compile(r"((?P<room>[a-z0-9-]{1,64})/)?(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
PLACE = re.compile(r"#?([a-z0-9-]{1,64})/(\d{0,18})")


@dataclass
class SearchTerms:
    """What a search term says. `nothing`: it names a room or a person that is not there."""

    id: str | None = None
    room: str | None = None
    seq: int | None = None
    author: UUID | None = None
    terms: tuple[str, ...] = ()
    nothing: bool = False

    @classmethod
    def from_term(cls, term: str) -> "SearchTerms":
        wanted = cls()
        for word in term.split():
            wanted._take(word)
        return wanted

    def _take(self, word: str) -> None:
        if (place := PLACE.fullmatch(word)) and self.room is None:
            self.room = _room(place[1])
            self.seq = int(place[2]) if place[2] else None
            self.nothing |= self.room is None
        elif word.startswith("@") and len(word) > 1 and self.author is None:
            self.author = User.objects.filter(folded=word[1:].casefold()).values_list("pk", flat=True).first()
            self.nothing |= self.author is None
        elif key := KEY.fullmatch(word):
            self.id = key["id"]
            if key["room"]:
                self.room = _room(key["room"])
                self.nothing |= self.room is None
        else:
            self.terms += (word,)


def _room(name: str) -> str | None:
    """The key of the room at this address, or of this name in the log."""
    at_address = Room.objects.filter(slug=name).values_list("pk", flat=True).first()
    return at_address or Room.objects.filter(pk=name).values_list("pk", flat=True).first()


def found(events: QuerySet[Event], wanted: SearchTerms, kind: str | None) -> QuerySet[Event]:
    """These events, newest first; of one kind, or of all."""
    if wanted.nothing:
        return events.none()
    if wanted.id is not None:
        return events.filter(pk__in=_keys(wanted.id, wanted.room)).order_by("-pk")  # by the index on it
    if wanted.seq is not None:
        return events.filter(room=wanted.room, seq=wanted.seq)
    if wanted.room:
        narrowed = bool(kind or wanted.terms or wanted.author)
        rows = _in_room(events, wanted.room, narrowed)
    else:
        rows = _by_time(events, wanted.author, kind, bool(wanted.terms))
    if wanted.room and wanted.author:
        rows = rows.filter(author=wanted.author)
    return rows.filter(*(Q(text__icontains=word) for word in wanted.terms))


def _keys(id: str, room: str | None) -> list[str]:
    """Under which keys an event with this id may stand, in one room or in any."""
    rooms = (
        [room]
        if room
        else Room.objects.filter(not_direct()).order_by("pk").values_list("pk", flat=True)[:ROOMS]
    )
    return [id, *(f"{name}/{id}" for name in rooms)]


def _in_room(events: QuerySet[Event], room: str, narrowed: bool) -> QuerySet[Event]:
    """`narrowed`: by what the index on the room's events does not have."""
    rows = events.filter(room=room).order_by("-seq")
    return rows.filter(seq__gt=event_log.head(room) - NEWEST) if narrowed else rows


def _by_time(
    events: QuerySet[Event], author: UUID | None, kind: str | None, narrowed: bool
) -> QuerySet[Event]:
    """Of one author, or of everyone, along an index on the time; that of everyone begins with the kind."""
    kinds = [kind] if kind else list(KINDS)
    by: dict[str, Any] = {"author": author} if author else {"kind__in": kinds}
    rows = events.filter(**by).order_by("-at", "-seq")
    if not narrowed and not (author and kind):
        return rows
    times = Event.objects.filter(**by).order_by("-at", "-seq").values_list("at", flat=True)
    oldest = next(iter(times[NEWEST : NEWEST + 1]), None)
    return rows.filter(at__gte=oldest) if oldest else rows
