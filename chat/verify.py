"""Is what is stored what it should be? Reads everything and changes nothing (see chat.actions.repairs).

A room is right when its events stand at 1, 2, 3, …, each once, and each names only what is there: an
author, and messages before it. Folds are not kept anywhere, so there is nothing that could be out of step
with the log but what hangs on it: markers, memberships, bans and tokens.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from chat import log
from chat.events import KINDS, MESSAGE, REACTION, WORDED
from chat.models import Ban, Marker, Membership, Room, Token, User

NAMES_A_QUERY = 500
SEEN = {"seq": 1, "kind": 1, "author": 1, "target": 1, "reply_to": 1, "emoji": 1, "on": 1}
SEEN_TYPE = {"text": {"$type": "$text"}}  # whether there are words, not which


class Problem(NamedTuple):
    """`where` as people write it, such as general/41.

    `row` is what chat.actions.repairs can mend: by cutting it to `head`, or (None) by dropping it.
    """

    where: str
    what: str
    row: Model | None = None
    head: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class RoomCheck:
    """Looks at the events of one room in order."""

    room: str
    head: int = 0
    authors: dict[str, int] = field(default_factory=dict)  # by key, with the seq at which they first speak
    _messages: bytearray = field(default_factory=lambda: bytearray(1))  # 1 at the seq of each message

    def see(self, event: log.Document) -> Iterator[Problem]:
        """The next event; only the fields in SEEN are looked at, and whether there is text."""
        seq = event["seq"]
        yield from self._placed(seq)
        if seq > self.head:
            self._messages.extend(bytes(seq - self.head - 1))
            self._messages.append(event["kind"] == MESSAGE)
            self.head = seq
        self.authors.setdefault(event["author"], seq)
        where = f"{self.room}/{seq}"
        yield from (Problem(where, what) for what in _faults(event, self._is_message))

    def _placed(self, seq: int) -> Iterator[Problem]:
        if seq <= self.head:
            yield Problem(f"{self.room}/{seq}", "there is another event at this place")
        elif seq == self.head + 2:
            yield Problem(f"{self.room}/{seq - 1}", "this event is missing")
        elif seq > self.head + 2:
            yield Problem(f"{self.room}/{self.head + 1}", f"all events from here to {seq - 1} are missing")

    def _is_message(self, seq: Any) -> bool:
        return isinstance(seq, int) and 0 < seq <= self.head and bool(self._messages[seq])


def _faults(event: log.Document, is_message: Any) -> Iterator[str]:
    """What is wrong with an event by itself, and with what it names. A kind of a newer version is let be."""
    kind, seq = event["kind"], event["seq"]
    if kind not in KINDS:
        return
    if kind in WORDED and event.get("text") in (None, "missing", "null"):
        yield f"this {kind} has no text"
    if kind == REACTION and (event.get("emoji") is None or event.get("on") is None):
        yield "this reaction does not say which"
    named = event.get("reply_to") if kind == MESSAGE else event.get("target")
    if named is None:
        if kind != MESSAGE:
            yield f"this {kind} names no message"
    elif named == seq or not is_message(named):
        yield f"this {kind} names {named}, which is no message before it"


class Verification:
    """Of the whole house, or of one room. Problems come as they are found; the counts are kept."""

    def __init__(self, room: str | None = None) -> None:
        self.known = {room} if room else set(Room.objects.values_list("pk", flat=True))
        self.one = room
        self.heads: dict[str, int] = {}
        self.events = 0
        self._people: dict[str, bool] = {}  # by key: whether they exist

    def run(self) -> Iterator[Problem | None]:
        """Every problem, and None for each event that was looked at."""
        yield from _index_problems()
        for room in sorted(self.known | set([] if self.one else log.rooms())):
            yield from self._room(room)
        yield from self._rows(Membership, Ban, Marker, *([] if self.one else [Token]))

    def _room(self, room: str) -> Iterator[Problem | None]:
        check = RoomCheck(room)
        for event in log.whole(room, only=SEEN | SEEN_TYPE):
            yield from check.see(event)
            self.events += 1
            yield None
        self.heads[room] = check.head
        if room not in self.known:
            yield Problem(room, f"there is no such room, but it has events up to {check.head}")
        self._look_up(check.authors)
        for author, seq in check.authors.items():
            if not self._people[author]:
                yield Problem(f"{room}/{seq}", f"its author {author} does not exist")

    def _look_up(self, keys: Iterable[str]) -> None:
        """Which of these people exist."""
        new = [key for key in keys if key not in self._people]
        for start in range(0, len(new), NAMES_A_QUERY):
            some = new[start : start + NAMES_A_QUERY]
            there = connection.get_collection(User._meta.db_table)  # type: ignore[attr-defined]
            found = {doc["_id"] for doc in there.find({"_id": {"$in": some}}, {"_id": 1})}
            self._people |= {key: key in found for key in some}

    def _rows(self, *kinds: type[Model]) -> Iterator[Problem]:
        """What hangs on rooms and people that are not there, and markers beyond the head."""
        for kind in kinds:
            rows: Any = kind._default_manager.filter(**({"room": self.one} if self.one else {}))
            for row in rows.order_by("pk").iterator(chunk_size=NAMES_A_QUERY):
                self._look_up([row.user_id.hex])
                yield from self._row(row)

    def _row(self, row: Any) -> Iterator[Problem]:
        name, room = row._meta.verbose_name, getattr(row, "room_id", "")
        where = f"{room}, {name} of {row.user_id}" if room else f"{name} of {row.user_id}"
        if not self._people[row.user_id.hex]:
            yield Problem(where, "there is no such person", row)
        elif room and room not in self.known:
            yield Problem(where, "there is no such room", row)
        elif isinstance(row, Marker) and row.seq > self.heads[room] and row.seq > (head := log.head(room)):
            yield Problem(where, f"it stands at {row.seq}, beyond the head {head}", row, head)


def _index_problems() -> Iterator[Problem]:
    """Without its unique index nothing keeps two events from one place."""
    indexes = log.collection().index_information().values()
    if not any(index.get("unique") and index["key"] == [("room", 1), ("seq", 1)] for index in indexes):
        yield Problem("the log", "its unique index on room and seq is missing; `manage.py migrate` makes it")
