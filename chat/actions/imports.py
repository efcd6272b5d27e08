"""Bringing a room in from a file that chat.transfer describes. Blocks: only a command calls it.

While it is coming in, the room is archived and its epoch says so: nobody can write between the events, and an
import that was cut off goes on where it stopped when it is run again. At the end the room begins a new life.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError

from chat import log, notices
from chat.actions.arrivals import Arrivals
from chat.actions.audit import record
from chat.actions.rooms import unused_id
from chat.errors import Code, Refused, unavailable
from chat.log import Clash
from chat.models import Room
from chat.models.room import new_epoch
from chat.person import Person
from chat.transfer import VERSION, BadLine, PersonLine, RoomLine, document, event_line, parse
from chat.verify import RoomCheck

BATCH = 500  # events of one insert
GIVE_UP = 20.0  # seconds after which a batch that finds no database is refused
UNDER_WAY = "importing-"  # how the epoch of a room begins that is coming in


@dataclass(slots=True)
class Imported:
    """`stored` of the file's `events` are new. `people`: accounts made, inactive, for those who are named."""

    room: Room
    events: int = 0
    stored: int = 0
    people: int = 0


def import_room(
    by: Person, lines: Iterable[bytes], slug: str | None, seen: Callable[[int, int], None]
) -> Imported:
    """Makes the room of the file, at `slug` or at its own address.

    `seen` hears how many events of how many were read. Raises Refused (`conflict` where a room with other
    events is there), and BadLine for a file that is not whole and right.
    """
    parsed = parse(lines)
    header = next(parsed, None)
    if not isinstance(header, RoomLine):
        raise BadLine(1, "this is no room: the first line has to be one")
    if header.version > VERSION:
        raise BadLine(1, f"the file is of version {header.version}, and the newest known here is {VERSION}")
    room = _room(header, slug or header.slug)
    work = Import(room, header, seen)
    if log.head(room.pk) and not room.epoch.startswith(UNDER_WAY):
        work.compare(parsed)
        return work.done
    _tell(room, epoch=UNDER_WAY + new_epoch(), archived_at=datetime.now(UTC))
    work.store(parsed)
    _finish(room, header)
    record(by, "import room", room.pk)
    return work.done


class Import:
    """One file on its way into one room."""

    def __init__(self, room: Room, header: RoomLine, seen: Callable[[int, int], None]) -> None:
        self.room, self.header, self.seen = room, header, seen
        self.done = Imported(room)
        self._check = RoomCheck(room.pk)

    def compare(self, lines: Iterator[Any]) -> None:
        """The room is there, and whole. Raises Refused unless its events are those of the file."""
        if log.head(self.room.pk) != self.header.head:
            raise self._other()
        for batch in self._batches(lines):
            if self._missing(batch):
                raise self._other()

    def store(self, lines: Iterator[Any]) -> None:
        """Adds what is not there yet."""
        arrivals = Arrivals(self.room)
        for batch in self._batches(_with_people(lines, arrivals)):
            self._append(batch)
        arrivals.flush()
        self.done.people = arrivals.made

    def _batches(self, lines: Iterator[Any]) -> Iterator[list[log.Document]]:
        """The events in batches, checked; what is no event passes by."""
        batch: list[log.Document] = []
        for number, line in enumerate(lines, 2):
            if not isinstance(line, dict):
                continue
            event = document(line, self.room.pk)
            for problem in self._check.see(event):
                raise BadLine(number, str(problem))
            batch.append(event)
            self.done.events += 1
            self.seen(self.done.events, self.header.head)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        if self.done.events != self.header.head:
            raise Refused(
                Code.BAD_FRAME,
                f"The file is cut short, with {self.done.events} of {self.header.head} events. "
                "What came in stays archived; run it again with the whole file.",
            )

    def _missing(self, batch: list[log.Document]) -> list[log.Document]:
        """What of the batch is not stored yet. Raises Refused where something else stands in its place."""
        there = {event["seq"]: event for event in log.after(self.room.pk, batch[0]["seq"] - 1, len(batch))}
        for event in batch:
            stored = there.get(event["seq"])
            if stored is not None and event_line(stored) != event_line(event):
                raise self._other()
        return [event for event in batch if event["seq"] not in there]

    def _append(self, batch: list[log.Document]) -> None:
        deadline = time.monotonic() + GIVE_UP
        while batch := self._missing(batch):
            self._rename(batch)
            outcome = log.insert(batch)
            self.done.stored += outcome.stored
            if outcome.clash is Clash.NONE:
                return
            if time.monotonic() > deadline:
                raise unavailable(
                    "MongoDB does not take the events. Run it again: it goes on where it stopped."
                )
            time.sleep(0.2)

    def _rename(self, batch: list[log.Document]) -> None:
        """An id stands once in the house. Where another room has it, the event gets another one, and keeps
        its first as `origin`, so that an export tells the same as the file did."""
        for key in log.by_id([event["_id"] for event in batch]):
            event = next(event for event in batch if event["_id"] == key)
            event["origin"] = key
            event["_id"] = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.room.pk}/{key}"))

    def _other(self) -> Refused:
        return Refused(
            Code.CONFLICT, f"The room at “{self.room.slug}” has other events: --slug takes another."
        )


def _with_people(lines: Iterator[Any], arrivals: Arrivals) -> Iterator[Any]:
    """Stores what is no event; every author of an event is there when it passes."""
    for line in lines:
        if isinstance(line, dict):
            author = uuid.UUID(line["author"])
            arrivals.person(PersonLine(author, line["author_username"], line["author_name"]))
        elif isinstance(line, PersonLine):
            arrivals.person(line)
        elif not isinstance(line, RoomLine):
            arrivals.row(line)
        yield line


def _room(header: RoomLine, slug: str) -> Room:
    """The room at this address, made where there is none."""
    if (room := Room.objects.filter(slug=slug).first()) is not None:
        return room
    room = Room(id=unused_id(slug), slug=slug, title=header.title, topic=header.topic)
    room.epoch, room.archived_at = UNDER_WAY + new_epoch(), datetime.now(UTC)
    try:
        room.clean_fields()
    except ValidationError as error:
        raise BadLine(1, " ".join(error.messages).rstrip(".")) from None
    room.save(force_insert=True)
    return room


def _finish(room: Room, header: RoomLine) -> None:
    """A new life begins: whoever was in the room gets it anew."""
    _tell(
        room,
        title=header.title,
        topic=header.topic,
        created_at=header.created_at,
        created_by=header.created_by,
        epoch=new_epoch(),
        archived_at=header.archived_at,
    )


def _tell(room: Room, **changes: Any) -> None:
    Room.objects.filter(pk=room.pk).update(**changes)
    notices.append(notices.ROOM, room=room.pk)
