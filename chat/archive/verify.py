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

from chat.events import documents
from chat.events.kinds import KINDS, MESSAGE, kind_of
from chat.models import Ban, FollowedThread, Marker, Membership, Room, Token, User
from chat.storage import event_log

NAMES_A_QUERY = 500
MARKERS: dict[type[Model], str] = {Marker: "seq", FollowedThread: "read"}  # the field with how far it is read

# How each kind of thing is repaired. The log is never changed by Wick itself.
LOST = (
    "Put these events back into chat_event from a back-up (mongorestore without --drop). Where there is "
    "none, nothing has to be done: instances go on behind the gap, and clients load the room again there."
)
DAMAGED = "Put this event back from a back-up: delete it from chat_event, and mongorestore it without --drop."
DOUBLE = (
    "Delete the later one of the two (by `at`) from chat_event, then `manage.py migrate` makes the index."
)
HOMELESS = "Restore the room from a back-up, or delete its events from chat_event."
AUTHORLESS = "Restore the account (chat_user) from a back-up. Its messages are shown until then as they are."
FIX = "Run it again with --fix."


class LogProblem(NamedTuple):
    """`where` as people write it, such as general/41.

    `repair` says how. `row` is what chat.actions.repairs can repair: by cutting it to `head`, or (None) by
    dropping it.
    """

    where: str
    what: str
    repair: str
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
    changed_by: int = 0  # the seq of the newest event from which the row of the room follows
    _messages: bytearray = field(
        default_factory=lambda: bytearray(1)
    )  # 1 at the seq of each message, 2 where it is a reply in a thread

    def see(self, event: event_log.Document) -> Iterator[LogProblem]:
        """The next event, whole or as `_seen` reads it."""
        seq = event["seq"]
        yield from self._placed(seq)
        if seq > self.head:
            self._messages.extend(bytes(seq - self.head - 1))
            is_message = event["kind"] == MESSAGE
            self._messages.append(2 if is_message and event.get("thread") else int(is_message))
            self.head = seq
        if kind_of(event).changes_room:
            self.changed_by = seq
        self.authors.setdefault(event["author"], seq)
        where = f"{self.room}/{seq}"
        found = documents.faults(event, self._is_message, self._may_have_replies)
        yield from (LogProblem(where, what, DAMAGED) for what in found)

    def _placed(self, seq: int) -> Iterator[LogProblem]:
        if seq <= self.head:
            yield LogProblem(f"{self.room}/{seq}", "there is another event at this place", DOUBLE)
        elif seq == self.head + 2:
            yield LogProblem(f"{self.room}/{seq - 1}", "this event is missing", LOST)
        elif seq > self.head + 2:
            yield LogProblem(
                f"{self.room}/{self.head + 1}", f"all events from here to {seq - 1} are missing", LOST
            )

    def _is_message(self, seq: Any) -> bool:
        return isinstance(seq, int) and 0 < seq <= self.head and bool(self._messages[seq])

    def _may_have_replies(self, seq: Any) -> bool:
        return self._is_message(seq) and self._messages[seq] == 1


def _seen() -> dict[str, Any]:
    """The projection of what is looked at: which messages an event names, and of other fields of its kind
    whether they are there."""
    names = {kind.names for kind in KINDS.values() if kind.names}
    there = {name: {"$gt": [f"${name}", None]} for name in documents.stored_fields()}
    found = {name: {"$cond": [is_there, True, "$$REMOVE"]} for name, is_there in there.items()}
    return {"seq": 1, "kind": 1, "author": 1, **found, **dict.fromkeys((*names, "thread"), 1)}


class Verification:
    """Of the whole site, or of one room. Problems come as they are found; the counts are kept."""

    def __init__(self, room: str | None = None) -> None:
        self.known = {room} if room else set(Room.objects.values_list("pk", flat=True))
        self.one = room
        self.heads: dict[str, int] = {}
        self.events = 0
        self._people: dict[str, bool] = {}  # by key: whether they exist

    def run(self) -> Iterator[LogProblem | None]:
        """Every problem, and None for each event that was looked at."""
        yield from _index_problems()
        for room in sorted(self.known | set([] if self.one else event_log.rooms())):
            yield from self._room(room)
        yield from self._rows(Membership, Ban, Marker, FollowedThread, *([] if self.one else [Token]))

    def _room(self, room: str) -> Iterator[LogProblem | None]:
        check = RoomCheck(room)
        for event in event_log.whole(room, only=_seen()):
            yield from check.see(event)
            self.events += 1
            yield None
        self.heads[room] = check.head
        yield from self._behind(check)
        if room not in self.known:
            yield LogProblem(room, f"there is no such room, but it has events up to {check.head}", HOMELESS)
        self._look_up(check.authors)
        for author, seq in check.authors.items():
            if not self._people[author]:
                yield LogProblem(f"{room}/{seq}", f"its author {author} does not exist", AUTHORLESS)

    @staticmethod
    def _behind(check: RoomCheck) -> Iterator[LogProblem]:
        """The row of the room, which was read after its log, is not what the log says."""
        room = Room.objects.filter(pk=check.room, changed_by__lt=check.changed_by).first()
        if room is not None:
            where = f"{check.room}/{check.changed_by}"
            yield LogProblem(where, "the room does not show this change yet", FIX, room)

    def _look_up(self, keys: Iterable[str]) -> None:
        """Which of these people exist."""
        new = [key for key in keys if key not in self._people]
        for start in range(0, len(new), NAMES_A_QUERY):
            some = new[start : start + NAMES_A_QUERY]
            there = connection.get_collection(User._meta.db_table)  # type: ignore[attr-defined]
            found = {doc["_id"] for doc in there.find({"_id": {"$in": some}}, {"_id": 1})}
            self._people |= {key: key in found for key in some}

    def _rows(self, *kinds: type[Model]) -> Iterator[LogProblem]:
        """What hangs on rooms and people that are not there, and markers beyond the head."""
        for kind in kinds:
            rows: Any = kind._default_manager.filter(**({"room": self.one} if self.one else {}))
            for row in rows.order_by("pk").iterator(chunk_size=NAMES_A_QUERY):
                self._look_up([row.user_id.hex])
                yield from self._row(row)

    def _row(self, row: Any) -> Iterator[LogProblem]:
        name, room = row._meta.verbose_name, getattr(row, "room_id", "")
        where = f"{room}, {name} of {row.user_id}" if room else f"{name} of {row.user_id}"
        if not self._people[row.user_id.hex]:
            yield LogProblem(where, "there is no such person", FIX, row)
        elif room and room not in self.known:
            yield LogProblem(where, "there is no such room", FIX, row)
        elif (
            type(row) in MARKERS
            and (seq := getattr(row, MARKERS[type(row)])) > self.heads[room]
            and seq > (head := event_log.head(room))
        ):
            yield LogProblem(where, f"it stands at {seq}, beyond the head {head}", FIX, row, head)


def _index_problems() -> Iterator[LogProblem]:
    """Without its unique index nothing keeps two events from one place."""
    indexes = event_log.collection().index_information().values()
    if not any(index.get("unique") and index["key"] == [("room", 1), ("seq", 1)] for index in indexes):
        what = "its unique index on room and seq is missing; `manage.py migrate` makes it"
        yield LogProblem("the log", what, DOUBLE)
