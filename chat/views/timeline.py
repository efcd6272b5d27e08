"""A page of a room's log as rows for the template: days, the unread line, messages. No I/O.

static/js/timeline/rows.js draws the same from the same events, once the page is live.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import escape, unescape
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from msgspec import convert

from chat.actors.author import Author
from chat.events import kinds
from chat.events.files import names_of
from chat.events.kinds import MESSAGE
from chat.events.shown import is_shown_as
from chat.models import Room
from chat.text.mentions import EVERYONE, is_for, redrawn
from chat.text.names import skeleton
from chat.text.plain import plain_text
from chat.text.room_names import rooms_in, with_room_links

JOINED = timedelta(minutes=5)  # one person's messages within this stand under one face
QUOTED = 200  # characters of a message that another one answers
LINES = 3  # about the room itself that stand one by one
Wire = dict[str, Any]


@dataclass(slots=True)
class Reply:
    """The message that another one answers; without `author` when it is not on this page."""

    seq: int
    author: Wire | None = None
    plain_text: str = ""


@dataclass(slots=True)
class RepliesSummary:
    """What is said below the first message of a thread. `people`: who replied last, newest first."""

    count: int
    at: datetime
    people: list[str]


@dataclass(slots=True)
class MessageRow:
    seq: int
    author: Wire
    at: datetime
    html: str
    first: bool
    deleted: bool
    edited: bool
    pinned: bool
    for_me: bool
    reply: Reply | None
    thread: int | None = None  # the first message of the thread that it is in
    thread_of: Reply | None = None  # the same, where the room shows it
    replies: RepliesSummary | None = None
    deletion_notice: str = ""  # by whom, in a sentence
    reactions: list[dict[str, Any]] = field(default_factory=list)
    files: list[Wire] = field(default_factory=list)
    badge: str = ""  # owner, moderator, staff
    shared_name: bool = False  # somebody else here looks the same by name
    kind: str = "message"

    @property
    def place(self) -> str:
        """Where it is, below the address of its room."""
        if self.thread:
            return f"threads/{self.thread}/?at={self.seq}#thread-m{self.seq}"
        return f"?at={self.seq}#m{self.seq}"


@dataclass(slots=True)
class LineRow:
    """What happened to the room itself, in a line."""

    seq: int
    at: datetime
    icon: str
    sentences: list[str]
    kind: str = "line"


@dataclass(slots=True)
class LinesRow:
    """Many of these in a row, folded. `at`: of the last one."""

    lines: list[LineRow]
    at: datetime
    kind: str = "lines"


def rows(
    events: list[Wire],
    reader: Author,
    first_unread: int | None,
    badges: dict[str, str],
    names: dict[str, str],
    seen: Collection[str] = (),
    root: int | None = None,
) -> list[Any]:
    """Days (dates), "since" lines (their time), messages, and lines of what happened to the room, oldest
    first.

    The line stands above the message at `first_unread`. `badges`: as people_of of chat.queries.members gives
    them. `names`: those that mentioned people have now, by id. `seen`: of the addresses of rooms that the
    messages name, those at which there is one for the reader. `root`: the first message of the thread that
    is shown, with a line below it; without it replies that only their thread shows are left out.
    """
    messages = [event for event in events if event["kind"] == MESSAGE]
    removers = removers_of(events)
    by_seq = {event["seq"]: event for event in messages}
    found: list[Any] = []
    before: MessageRow | None = None
    day: date | None = None
    shared = shared_names(messages)
    for event in events if root else filter(is_shown_as, events):
        row = shown(event, reader, by_seq, names, seen) if event["seq"] in by_seq else line(event)
        if row is None:
            continue
        if row.at.date() != day:
            found.append({"kind": "day", "at": row.at})
            before, day = None, row.at.date()
        if isinstance(row, LineRow):
            found.append(row)
            before = None
            continue
        row.badge = badges.get(row.author["id"], "")
        row.shared_name = skeleton(row.author["name"]) in shared
        if row.deleted:
            row.deletion_notice = deletion_notice(row.author, removers.get(row.seq), reader)
        if row.seq == first_unread:
            found.append({"kind": "since", "at": row.at})
            before = None
        row.thread_of = None if root else reply(event.get("thread"), by_seq)
        row.first = not joins(before, row)
        found.append(row)
        before = row
        if row.seq == root:
            found.append({"kind": "replies"})
            before = None
    return folded(found)


def removers_of(events: list[Wire]) -> dict[int, Wire]:
    """Who deleted which message, as far as these events say."""
    deleting = kinds.deleting()
    return {event["target"]: event["author"] for event in events if event["kind"] in deleting}


def folded(found: list[Any]) -> list[Any]:
    """The rows, with each run of more than LINES lines as one."""
    rows: list[Any] = []
    for is_line, run in groupby(found, lambda row: isinstance(row, LineRow)):
        lines = list(run)
        rows += [LinesRow(lines, lines[-1].at)] if is_line and len(lines) > LINES else lines
    return rows


def line(event: Wire) -> LineRow | None:
    """The line of an event that is about the room; None for any other."""
    kind = kinds.kind_of(event)
    if not kind.icon:
        return None
    return LineRow(event["seq"], _at(event), kind.icon, convert(event, kind).lines())


def _at(event: Wire) -> datetime:
    return timezone.localtime(datetime.fromisoformat(event["at"]))


def shared_names(messages: list[Wire]) -> set[str]:
    """The shapes of names that two people on this page have."""
    authors = {(message["author"]["id"], skeleton(message["author"]["name"])) for message in messages}
    shapes = Counter(shape for _, shape in authors)
    return {shape for shape, count in shapes.items() if count > 1}


def joins(before: MessageRow | None, message: MessageRow) -> bool:
    return (
        before is not None
        and before.author["id"] == message.author["id"]
        and message.at - before.at < JOINED
        and message.reply is None
        and message.thread_of is None
        and before.deleted == message.deleted
    )


def shown(
    event: Wire, reader: Author, by_seq: dict[int, Wire], names: dict[str, str], seen: Collection[str]
) -> MessageRow:
    return MessageRow(
        seq=event["seq"],
        author=event["author"],
        at=_at(event),
        html=lit(event["html"], reader, names, seen),
        first=True,
        deleted=bool(event.get("deleted")),
        edited=bool(event.get("edited")),
        pinned=bool(event.get("pinned")),
        for_me=is_for(reader.id, event.get("mentions") or ()) and event["author"]["id"] != reader.id,
        reply=reply(event["reply_to"], by_seq),
        thread=event.get("thread"),
        replies=_replies(event.get("replies")),
        reactions=reactions(event.get("reactions") or {}, reader.username),
        files=event.get("files") or [],
    )


def _replies(found: Wire | None) -> RepliesSummary | None:
    if found is None or not found["count"]:
        return None
    return RepliesSummary(found["count"], _at(found), found["people"])


def mentioned_on(events: list[Wire]) -> set[str]:
    """The ids of those whom these messages mention."""
    return {user for event in events for user in event.get("mentions") or () if user != EVERYONE}


def rooms_named_on(events: list[Wire]) -> set[str]:
    """The addresses of rooms that these messages name."""
    return {slug for event in events for slug in rooms_in(event.get("html") or "")}


def deletion_notice(author: Wire, remover: Wire | None, reader: Author) -> str:
    """Who deleted a message, as far as this page shows."""
    if remover is None:
        return gettext("This message was deleted.")
    if remover["id"] != author["id"]:
        return gettext("A moderator removed this message.")
    if author["id"] == reader.id:
        return gettext("You deleted this message.")
    return gettext("%(name)s deleted this message.") % {"name": author["name"].split()[0]}


def lit(html: str, reader: Author, names: dict[str, str], seen: Collection[str]) -> str:
    """Mentions have the names that people have now, and those that reach the reader are highlighted. Names of
    rooms that the reader may see are links."""

    def mention(user: str, name: str) -> str:
        shown = "mention mention--me" if user in (reader.id, EVERYONE) else "mention"
        return f'<span class="{shown}" data-user="{user}">@{escape(names.get(user, unescape(name)))}</span>'

    def room(slug: str, name: str) -> str:
        address = Room.address_of(slug)
        return f'<a class="room-name" href="{address}">#{name}</a>' if slug in seen else f"#{name}"

    return with_room_links(redrawn(html, mention), room)


def reply(seq: int | None, by_seq: dict[int, Wire]) -> Reply | None:
    if seq is None:
        return None
    answered = by_seq.get(seq)
    if answered is None:
        return Reply(seq)
    return Reply(
        seq,
        answered["author"],
        gettext("deleted") if answered.get("deleted") else summary(answered["html"], answered.get("files")),
    )


def summary(html: str, files: Any) -> str:
    """The beginning of a message in one line, without its marks; without text the names of its files."""
    return plain_text(html)[:QUOTED] or names_of(files or ())


def reactions(by_emoji: dict[str, Iterable[str]], username: str) -> list[dict[str, Any]]:
    """Chips: emoji, how many, whether the reader is among them, who."""
    return [
        {"emoji": emoji, "count": len(users), "mine": username in users, "names": ", ".join(users)}
        for emoji, users in ((emoji, list(names)) for emoji, names in by_emoji.items())
    ]
