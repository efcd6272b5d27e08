"""An event on its way into a room's log."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import UNSET

from chat.errors import Refused
from chat.events import MESSAGE, REACTION, WORDED, Event, moment
from chat.markdown import render
from chat.person import Person

# Given the message that the entry names, as it is now (None: no message there), refuses by raising
# Refused, lets pass by None, or says that nothing changes and which seq answers.
Rule = Callable[[Event | None], int | None]


class Entry:
    """What somebody wants to add. Settled once: `seq` is set, or `refusal`; then `done(self)` is called."""

    __slots__ = (
        "author", "done", "emoji", "id", "kind", "on", "refusal",
        "reply_to", "rule", "seq", "target", "text", "unchanged",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        id: str,
        author: Person,
        *,
        text: str | None = None,
        reply_to: int | None = None,
        target: int | None = None,
        emoji: str | None = None,
        on: bool | None = None,
        rule: Rule | None = None,
        done: Callable[["Entry"], None],
    ) -> None:
        self.kind, self.id, self.author = kind, id, author
        self.text, self.reply_to, self.target = text, reply_to, target
        self.emoji, self.on = emoji, on
        self.rule, self.done = rule, done
        self.seq: int | None = None
        self.refusal: Refused | None = None
        self.unchanged = False

    @property
    def names(self) -> int | None:
        """The seq of the message that the rule looks at."""
        return self.target if self.target is not None else self.reply_to

    def settle(self, seq: int, *, unchanged: bool = False) -> None:
        self.seq, self.unchanged = seq, unchanged
        self.done(self)

    def refuse(self, refusal: Refused) -> None:
        self.refusal = refusal
        self.done(self)

    def document(self, room: str, seq: int, at: datetime) -> dict[str, Any]:
        """The entry as stored at `seq`."""
        document: dict[str, Any] = {
            "_id": self.id,
            "room": room,
            "seq": seq,
            "kind": self.kind,
            "author": self.author.key,
            "author_username": self.author.username,
            "author_name": self.author.name,
            "at": at,
        }
        for field in ("text", "reply_to", "target", "emoji", "on"):
            value = getattr(self, field)
            if value is not None:
                document[field] = value
        return document

    def event(self, room: str, seq: int, at: datetime) -> Event:
        """The entry as told at `seq`."""
        event = Event(
            room=room, seq=seq, kind=self.kind, id=self.id, author=self.author.author, at=moment(at)
        )
        if self.kind in WORDED:
            event.text, event.html = self.text or "", render(self.text or "")
        if self.kind == MESSAGE:
            event.reply_to, event.rev = self.reply_to, seq
        else:
            event.target = self.target if self.target is not None else UNSET
        if self.kind == REACTION:
            event.emoji, event.on = self.emoji or "", bool(self.on)
        return event


def awaited() -> tuple[Callable[[Entry], None], "asyncio.Future[int]"]:
    """A `done` for an entry, and what it brings: the seq, or the Refused."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def done(entry: Entry) -> None:
        if future.done():
            return
        if entry.refusal is not None:
            future.set_exception(entry.refusal)
        else:
            future.set_result(entry.seq or 0)

    return done, future
