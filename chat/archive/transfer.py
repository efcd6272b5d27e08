"""A room as a file of JSON Lines: what each line holds, and a stored room as such lines.

The first line is the room. A person comes before the first line that names them; members, bans, how far the
members have read and the threads that they follow come before the events; the events are the log as stored,
in order, with the words of deleted messages. The same room always gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, MsgspecError, Struct, convert, defstruct, json

from chat.events.documents import hyphened, id_of, moment, stored_fields
from chat.models import Ban, FollowedThread, Marker, Membership, Room, User
from chat.protocol.policy import Policy
from chat.storage import event_log

VERSION = 1
ROWS_A_QUERY = 500


class ArchiveLine(Struct, tag_field="line"):
    """Any line. People are named by their ids; times are UTC in ISO 8601."""


class RoomLine(ArchiveLine, tag="room"):
    """`head`: how many events follow. `epoch`: that of the room when it was exported."""

    version: int
    slug: str
    title: str
    topic: str
    epoch: str
    created_by: UUID | None
    created_at: datetime
    archived_at: datetime | None
    head: Annotated[int, Meta(ge=0)]
    policy: Policy = Policy()
    kind: Room.Kind = Room.Kind.PUBLIC
    people: str | None = None  # of a direct conversation


class UserLine(ArchiveLine, tag="person"):
    id: UUID
    username: str
    name: str


class MemberLine(ArchiveLine, tag="member"):
    user: UUID
    role: Membership.Role
    joined_at: datetime
    level: Membership.Level = Membership.Level.ALL
    favourite: bool = False


class BanLine(ArchiveLine, tag="ban"):
    user: UUID
    by: UUID | None
    reason: str
    at: datetime


class MarkerLine(ArchiveLine, tag="marker"):
    user: UUID
    seq: Annotated[int, Meta(ge=0)]


class FollowedLine(ArchiveLine, tag="followed"):
    """A thread that a member follows, by its first message; how far they have read there, and above which
    replies are for them."""

    user: UUID
    thread: Annotated[int, Meta(ge=1)]
    read: Annotated[int, Meta(ge=0)]
    since: Annotated[int, Meta(ge=0)]


class EventLine(Struct):
    """What every event has, in the order of the file. The fields of its kind follow, and what a newer version
    has put in goes with it."""

    seq: Annotated[int, Meta(ge=1)]
    id: Annotated[str, Meta(min_length=1, max_length=36, pattern="^[^/]*$")]
    kind: Annotated[str, Meta(min_length=1, max_length=32)]
    author: UUID
    author_username: str
    author_name: str
    at: datetime


Known = RoomLine | UserLine | MemberLine | BanLine | MarkerLine | FollowedLine
encode = json.Encoder(order=None).encode


def _event_fields() -> type[Struct]:
    """What is known of an event: what every event has, and the fields of all kinds."""
    fields = [(name, type | None, None) for name, type in stored_fields().items()]
    return defstruct("EventFields", fields, bases=(EventLine,))


def event_line(document: event_log.Document) -> dict[str, Any]:
    """A stored event as the object of its line.

    `origin` is the id that the event had before it was imported into a log where that one was taken.
    """
    known = {
        **document,
        "id": document.get("origin") or id_of(document),
        "author": hyphened(document["author"]),
        "at": moment(document["at"]),
    }
    fields = (*EventLine.__struct_fields__, *stored_fields())
    rest = sorted(known.keys() - {"_id", "room", "origin", *fields})
    return {"line": "event"} | {name: known[name] for name in (*fields, *rest) if name in known}


def document(line: dict[str, Any], room: str) -> event_log.Document:
    """The other way: an event's line (that `parse` has checked) as stored in `room`."""
    changed = {
        "_id": line["id"],
        "room": room,
        "seq": line["seq"],
        "kind": line["kind"],
        "author": UUID(line["author"]).hex,
        "author_username": line["author_username"],
        "author_name": line["author_name"],
        "at": datetime.fromisoformat(line["at"]),
    }
    return changed | {name: line[name] for name in line if name not in {"line", "id", *changed}}


class BadLine(Exception):
    """A line of a file is not what it should be; the message says which and why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Line {number}: {why}.")


def parse(lines: Iterable[bytes]) -> Iterator[Any]:
    """Each line: an event as the dict that it is, anything else as a Known. Raises BadLine."""
    event_fields = _event_fields()
    for number, line in enumerate(lines, 1):
        try:
            found = json.decode(line)
            if isinstance(found, dict) and found.get("line") == "event":
                convert(found, event_fields)
                yield found
            else:
                yield convert(found, Known)
        except (MsgspecError, ValueError) as error:
            raise BadLine(number, str(error)) from None


class Export:
    """The lines of a room, as it is when its first line is read."""

    def __init__(self, room: Room) -> None:
        self.room, self.head = room, event_log.head(room.pk)
        self._described: set[UUID] = set()

    def lines(self) -> Iterator[bytes]:
        yield self._encoded(self._room())
        members = list(Membership.objects.filter(room=self.room.pk).order_by("user_id"))
        yield from self._named([self.room.created_by_id])
        yield from self._rows(members, lambda row: [row.user_id], self._member)
        bans = Ban.objects.filter(room=self.room.pk).order_by("user_id")
        yield from self._rows(bans, lambda row: [row.user_id, row.by_id], self._ban)
        yield from self._markers([row.user_id for row in members])
        yield from self._followed([row.user_id for row in members])
        for document in event_log.whole(self.room.pk):
            if document["seq"] > self.head:
                return  # said meanwhile
            yield from self._named([UUID(document["author"])])
            yield self._encoded(event_line(document))

    def _room(self) -> RoomLine:
        room = self.room
        return RoomLine(
            version=VERSION,
            slug=room.slug,
            title=room.title,
            topic=room.topic,
            epoch=room.epoch,
            created_by=room.created_by_id,
            created_at=room.created_at,
            archived_at=room.archived_at,
            head=self.head,
            policy=room.policy,
            kind=Room.Kind(room.kind or Room.Kind.PUBLIC),
            people=room.people,
        )

    @staticmethod
    def _encoded(line: object) -> bytes:
        return encode(line) + b"\n"

    def _rows(self, rows: Iterable[Any], people: Any, line: Any) -> Iterator[bytes]:
        for row in rows:
            yield from self._named(people(row))
            yield self._encoded(line(row))

    def _named(self, keys: list[UUID | None]) -> Iterator[bytes]:
        """Those of these people who were not described yet."""
        for key in keys:
            if key is None or key in self._described:
                continue
            self._described.add(key)
            user = User.objects.filter(pk=key).first()
            if user is not None:
                yield self._encoded(UserLine(id=key, username=user.username, name=user.name))

    @staticmethod
    def _member(row: Membership) -> MemberLine:
        return MemberLine(
            user=row.user_id,
            role=Membership.Role(row.role),
            joined_at=row.joined_at,
            level=Membership.Level(row.level or Membership.Level.ALL),
            favourite=bool(row.favourite),
        )

    @staticmethod
    def _ban(row: Ban) -> BanLine:
        return BanLine(user=row.user_id, by=row.by_id, reason=row.reason, at=row.at)

    def _markers(self, members: list[UUID]) -> Iterator[bytes]:
        for start in range(0, len(members), ROWS_A_QUERY):
            some = members[start : start + ROWS_A_QUERY]
            read = Marker.objects.filter(user__in=some, room=self.room.pk).order_by("user_id")
            for row in read:
                yield self._encoded(MarkerLine(user=row.user_id, seq=min(row.seq, self.head)))

    def _followed(self, members: list[UUID]) -> Iterator[bytes]:
        for start in range(0, len(members), ROWS_A_QUERY):
            some = members[start : start + ROWS_A_QUERY]
            found = FollowedThread.objects.filter(user__in=some, room=self.room.pk, thread__lte=self.head)
            for row in found.order_by("user_id", "thread"):
                read, since = min(row.read, self.head), min(row.since, self.head)
                yield self._encoded(FollowedLine(row.user_id, row.thread, read, since))
