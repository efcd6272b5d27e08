"""Conversations of the past as events of a room's log, and as the file that `import` reads (no I/O)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from chat.archive.transfer import VERSION, MarkerLine, MemberLine, RoomLine, UserLine, encode
from chat.demo.content import ScriptedMessage
from chat.models import Membership
from chat.text.markdown import render_marked
from chat.text.mentions import names_in

IDS = UUID("6f3d1c52-6a0e-4c51-9d28-6c1f7a1d0b4e")  # the demo's own, from which others are made
REACTED = timedelta(minutes=1)  # after the message
PINNED = timedelta(minutes=2)


@dataclass(frozen=True)
class Speaker:
    id: UUID
    username: str
    name: str


@dataclass
class RoomHistory:
    """The log of a room, in order of time. `seqs`: of the messages that have a key."""

    room: str
    speakers: Mapping[str, Speaker]
    events: list[dict[str, Any]] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)

    @property
    def next_id(self) -> str:
        """Of the event that is added next."""
        return str(uuid5(IDS, f"{self.room}/{len(self.events) + 1}"))

    def add(self, kind: str, by: str, at: datetime, **fields: Any) -> int:
        """One more event, which has to be later than the one before; returns its seq."""
        seq, author = len(self.events) + 1, self.speakers[by]
        line = {
            "line": "event",
            "seq": seq,
            "id": self.next_id,
            "kind": kind,
            "author": str(author.id),
            "author_username": author.username,
            "author_name": author.name,
            "at": at.isoformat(),
        }
        self.events.append(line | {name: value for name, value in fields.items() if value is not None})
        return seq

    def lines(
        self, room: RoomLine, members: Iterable[tuple[str, Membership.Role]], read: Mapping[str, int]
    ) -> Iterator[bytes]:
        """The file. `read`: how far each has read."""
        yield self._line(room)
        for speaker in self.speakers.values():
            yield self._line(UserLine(speaker.id, speaker.username, speaker.name))
        for username, role in members:
            yield self._line(MemberLine(self.speakers[username].id, role, room.created_at))
        for username, seq in read.items():
            yield self._line(MarkerLine(self.speakers[username].id, seq))
        yield from (self._line(event) for event in self.events)

    @staticmethod
    def _line(line: object) -> bytes:
        return encode(line) + b"\n"


Attach = Callable[[str, Speaker, str, ScriptedMessage], list[dict[str, Any]]]
"""Stores the files of what somebody says, for the event with this id in this room; as the event has them."""


def told(
    room: str,
    speakers: Mapping[str, Speaker],
    said: Collection[ScriptedMessage],
    now: datetime,
    attach: Attach,
) -> RoomHistory:
    """The history of what was said, with its reactions, pins and files."""
    history = RoomHistory(room, speakers)
    targets: dict[int, int] = {}  # the seqs of messages, by the identity of what was said

    def post(each: ScriptedMessage, at: datetime) -> None:
        targets[id(each)] = _message(history, each, at, attach)

    def react(each: ScriptedMessage, at: datetime) -> None:
        _reactions(history, each, at, targets[id(each)])

    def pin(each: ScriptedMessage, at: datetime) -> None:
        history.add("pin", each.by, at, target=targets[id(each)], on=True)

    steps: list[tuple[datetime, Callable[[ScriptedMessage, datetime], None], ScriptedMessage]] = []
    for each in said:
        at = now - timedelta(minutes=each.ago)
        steps.append((at, post, each))
        if each.reactions:
            steps.append((at + REACTED, react, each))
        if each.pinned:
            steps.append((at + PINNED, pin, each))
    for at, step, each in sorted(steps, key=lambda step: step[0]):
        step(each, at)
    return history


def _message(history: RoomHistory, said: ScriptedMessage, at: datetime, attach: Attach) -> int:
    named = {
        name: history.speakers[name]
        for name in names_in(render_marked(said.text))
        if name in history.speakers
    }
    seq = history.add(
        "message",
        said.by,
        at,
        text=said.text,
        reply_to=history.seqs.get(said.reply_to),
        thread=history.seqs.get(said.thread),
        mentions=[str(user.id) for user in named.values()] or None,
        mentioned_as=list(named) or None,
        files=attach(history.room, history.speakers[said.by], history.next_id, said) or None,
    )
    if said.key:
        history.seqs[said.key] = seq
    return seq


def _reactions(history: RoomHistory, said: ScriptedMessage, at: datetime, target: int) -> None:
    for emoji, usernames in (said.reactions or {}).items():
        for username in usernames:
            history.add("reaction", username, at, target=target, emoji=emoji, on=True)


def room_line(
    history: RoomHistory, *, slug: str, title: str, topic: str, kind: Any, created_at: datetime
) -> RoomLine:
    """The first line of the file."""
    return RoomLine(
        version=VERSION,
        slug=slug,
        title=title,
        topic=topic,
        epoch="",
        created_by=None,
        created_at=created_at,
        archived_at=None,
        head=len(history.events),
        kind=kind,
    )
