"""Bringing a room in from a file that chat.archive.transfer describes. Blocks: only a command calls it.

While it is coming in, the room is archived and its epoch says so: nobody can write between the events, and an
import that was cut off goes on where it stopped when it is run again. At the end the room begins a new life.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chat.actions import room_changes
from chat.actions.audit import record
from chat.actions.imported_room import UNDER_WAY, room_for
from chat.actions.imported_rows import ImportedRows
from chat.actors.actor import Actor
from chat.archive.transfer import VERSION, BadLine, RoomLine, UserLine, document, event_line, parse
from chat.archive.verify import RoomCheck
from chat.models import Room
from chat.models.room import new_epoch
from chat.protocol.errors import Code, Refused, unavailable
from chat.storage import event_log, log_appends, log_keys, log_removal, member_counts, notice_log
from chat.storage.log_appends import Clash

BATCH = 500  # events of one insert
GIVE_UP = 20.0  # seconds after which a batch that finds no database is refused


@dataclass(slots=True)
class Imported:
    """`stored` of the file's `events` are new. `people`: accounts made, inactive, for those who are named."""

    room: Room
    events: int = 0
    stored: int = 0
    people: int = 0


def import_room(
    by: Actor, lines: Iterable[bytes], slug: str | None, seen: Callable[[int, int], None]
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
    if log_keys.form() is log_keys.Form.OLD:
        raise Refused(
            Code.UNAVAILABLE,
            "The log has the keys of an older version, where an id stands once in all rooms. "
            "Run `manage.py upgrade_log` first.",
        )
    room = room_for(header, slug or header.slug)
    work = Import(room, header, seen)
    if event_log.head(room.pk) and not room.epoch.startswith(UNDER_WAY):
        work.compare(parsed)
        return work.done
    _announce(room, epoch=UNDER_WAY + new_epoch(), archived_at=datetime.now(UTC), kind=header.kind)
    try:
        work.store(parsed)
    except BadLine:
        _undo(room)
        raise
    _finish(room, header)
    record(by, "import room", room.pk)
    return work.done


class Import:
    """One file on its way into one room."""

    def __init__(self, room: Room, header: RoomLine, seen: Callable[[int, int], None]) -> None:
        self.room, self.header, self.seen = room, header, seen
        self.done = Imported(room)
        self._check = RoomCheck(room.pk)
        self._lines: dict[int, int] = {}  # of the batch, by seq

    def compare(self, lines: Iterator[Any]) -> None:
        """The room is there, and whole. Raises Refused unless its events are those of the file."""
        if event_log.head(self.room.pk) != self.header.head:
            raise self._other()
        for batch in self._batches(lines):
            if self._missing(batch):
                raise self._other()

    def store(self, lines: Iterator[Any]) -> None:
        """Adds what is not there yet."""
        imported_rows = ImportedRows(self.room)
        for batch in self._batches(_with_users(lines, imported_rows)):
            self._append(batch)
        imported_rows.flush()
        member_counts.recount(self.room.pk)
        self.done.people = imported_rows.made

    def _batches(self, lines: Iterator[Any]) -> Iterator[list[event_log.Document]]:
        """The events in batches, checked; what is no event passes by."""
        batch: list[event_log.Document] = []
        for number, line in enumerate(lines, 2):
            if not isinstance(line, dict):
                continue
            event = document(line, self.room.pk)
            for problem in self._check.see(event):
                raise BadLine(number, str(problem))
            batch.append(event)
            self._lines[event["seq"]] = number
            self.done.events += 1
            self.seen(self.done.events, self.header.head)
            if len(batch) == BATCH:
                yield batch
                batch = []
                self._lines.clear()
        if batch:
            yield batch
        if self.done.events != self.header.head:
            raise Refused(
                Code.BAD_FRAME,
                f"The file is cut short, with {self.done.events} of {self.header.head} events. "
                "What came in stays archived; run it again with the whole file.",
            )

    def _missing(self, batch: list[event_log.Document]) -> list[event_log.Document]:
        """What of the batch is not stored yet. Raises Refused where something else stands in its place."""
        there = {
            event["seq"]: event for event in event_log.after(self.room.pk, batch[0]["seq"] - 1, len(batch))
        }
        for event in batch:
            stored = there.get(event["seq"])
            if stored is not None and event_line(stored) != event_line(event):
                raise self._other()
        return [event for event in batch if event["seq"] not in there]

    def _append(self, batch: list[event_log.Document]) -> None:
        deadline = time.monotonic() + GIVE_UP
        while batch := self._missing(batch):
            outcome = log_appends.insert(batch)
            self.done.stored += outcome.stored
            if outcome.clash is Clash.NONE:
                return
            if outcome.clash is Clash.ID:
                raise self._twice(batch[outcome.stored])
            if time.monotonic() > deadline:
                raise unavailable(
                    "MongoDB does not take the events. Run it again: it goes on where it stopped."
                )
            time.sleep(0.2)

    def _twice(self, event: event_log.Document) -> BadLine:
        return BadLine(self._lines[event["seq"]], f"the id {event['_id']} stands in another line too")

    def _other(self) -> Refused:
        return Refused(
            Code.CONFLICT, f"The room at “{self.room.slug}” has other events: --slug takes another."
        )


def _with_users(lines: Iterator[Any], imported_rows: ImportedRows) -> Iterator[Any]:
    """Stores what is no event; every author of an event is there when it passes."""
    for line in lines:
        if isinstance(line, dict):
            author = uuid.UUID(line["author"])
            imported_rows.user(UserLine(author, line["author_username"], line["author_name"]))
        elif isinstance(line, UserLine):
            imported_rows.user(line)
        elif not isinstance(line, RoomLine):
            imported_rows.row(line)
        yield line


def _undo(room: Room) -> None:
    """Nothing stays of a file that is not right: the address is free again, or the empty room as it was."""
    while log_removal.drop(room.pk):
        pass
    if not room.epoch.startswith(UNDER_WAY):
        _announce(room, epoch=new_epoch(), archived_at=room.archived_at)
        return
    room.delete()
    notice_log.append(notice_log.ROOM, room=room.pk)


def _finish(room: Room, header: RoomLine) -> None:
    """A new epoch begins: clients in the room load it again."""
    _announce(
        room,
        title=header.title,
        topic=header.topic,
        created_at=header.created_at,
        created_by=header.created_by,
        epoch=new_epoch(),
        archived_at=header.archived_at,
        changed_by=header.head,
        **room_changes.policy_fields(header.policy),
    )


def _announce(room: Room, **changes: Any) -> None:
    Room.objects.filter(pk=room.pk).update(**changes)
    notice_log.append(notice_log.ROOM, room=room.pk)
