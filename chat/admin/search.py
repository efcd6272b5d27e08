"""Finding events among millions: whatever is asked, no more than the newest so many are looked at.

general/42              one event by its place
general/                a room, newest first
@ann                    what somebody said
general/ @ann lamp oil  all of it together: the words stand in the text, in any order
8e0f…-…                 one event by its id
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chat import log
from chat.models import Event, Room, User

NEWEST = 20_000  # events among which words, kinds, and authors in a room are looked for
PLACE = re.compile(r"#?([a-z0-9-]{1,64})/(\d{0,18})")


@dataclass
class Wanted:
    """What a search term says. `nothing`: it names a room or a person that is not there."""

    id: str | None = None
    room: str | None = None
    seq: int | None = None
    author: UUID | None = None
    words: tuple[str, ...] = ()
    nothing: bool = False

    @classmethod
    def from_term(cls, term: str) -> "Wanted":
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
        elif re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", word):
            self.id = word
        else:
            self.words += (word,)


def _room(name: str) -> str | None:
    """The key of the room at this address, or of this name in the log."""
    at_address = Room.objects.filter(slug=name).values_list("pk", flat=True).first()
    return at_address or Room.objects.filter(pk=name).values_list("pk", flat=True).first()


def found(events: QuerySet[Event], wanted: Wanted, *, narrowed: bool) -> QuerySet[Event]:
    """These events, newest first. `narrowed`: they are filtered already, by what no index has."""
    if wanted.nothing:
        return events.none()
    if wanted.id is not None:
        return events.filter(pk=wanted.id)
    if wanted.seq is not None:
        return events.filter(room=wanted.room, seq=wanted.seq)
    narrowed = narrowed or bool(wanted.words) or None not in (wanted.room, wanted.author)
    rows = (
        _in_room(events, wanted.room, narrowed) if wanted.room else _by_time(events, wanted.author, narrowed)
    )
    if wanted.room and wanted.author:
        rows = rows.filter(author=wanted.author)
    return rows.filter(*(Q(text__icontains=word) for word in wanted.words))


def _in_room(events: QuerySet[Event], room: str, narrowed: bool) -> QuerySet[Event]:
    rows = events.filter(room=room).order_by("-seq")
    return rows.filter(seq__gt=log.head(room) - NEWEST) if narrowed else rows


def _by_time(events: QuerySet[Event], author: UUID | None, narrowed: bool) -> QuerySet[Event]:
    """Of everyone, or of one author, along an index on the time."""
    by: dict[str, Any] = {} if author is None else {"author": author}
    rows = events.filter(**by).order_by("-at", "-id")
    if not narrowed:
        return rows
    times = Event.objects.filter(**by).order_by("-at", "-id").values_list("at", flat=True)
    oldest = next(iter(times[NEWEST : NEWEST + 1]), None)
    return rows.filter(at__gte=oldest) if oldest else rows
