"""A kind of event as somebody would add it: a moderator flags a message, with a note, or removes the flag."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

from msgspec import UNSET

from chat.actors.author import Author
from chat.events import kinds
from chat.events.base import EventRequest, NamedMessage
from chat.events.change import Change
from chat.events.message import Message
from chat.events.rules import standing
from chat.protocol.errors import forbidden
from chat.protocol.fields import Position


class FlagRequest(EventRequest, tag="flag"):
    seq: Position
    note: str
    on: bool

    def event(self, author: Author) -> "Flag":
        return Flag(room=self.room, id=self.id, author=author, target=self.seq, note=self.note, on=self.on)


class Flag(Change, kw_only=True):
    kind: str = "flag"
    note: str
    on: bool

    stored: ClassVar = ("target", "note", "on")
    request: ClassVar = FlagRequest
    leaves: ClassVar[dict[str, Any]] = {"flagged": str}

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        message = standing(message)
        if not moderator:
            raise forbidden("Only a moderator may flag a message.")
        flagged = getattr(message, "flagged", UNSET)
        return message.rev if flagged == (self.note if self.on else UNSET) else None

    def is_moderation(self, message: NamedMessage) -> bool:
        return True

    def apply_to(self, message: Message) -> None:
        setattr(message, "flagged", self.note if self.on else UNSET)  # noqa: B010

    def describe(self) -> str:
        return f"flagged it: {self.note}" if self.on else "removed the flag"


@contextmanager
def registered() -> Iterator[None]:
    """There are such events meanwhile: the second line is all that it takes."""
    with patch.dict(kinds.KINDS):
        kinds.register(Flag)
        yield
