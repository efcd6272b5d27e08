"""A pin: a message is put on the room's list of pinned messages, or taken off it."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from chat.actors.author import Author
from chat.events.base import ChangeLimit, EventRequest, NamedMessage
from chat.events.change import Change
from chat.events.message import Message
from chat.events.rules import standing
from chat.protocol.fields import Position, Yes

CHANGES = 1000  # pins and removals of the pin of one message


class PinRequest(EventRequest, tag="pin"):
    """Pin a message, or unpin it. Answered by `ack`."""

    seq: Position
    on: bool

    def event(self, author: Author) -> "Pin":
        return Pin(room=self.room, id=self.id, author=author, target=self.seq, on=self.on)


class Pin(Change, kw_only=True):
    """`on`: pinned, or unpinned."""

    kind: str = "pin"
    on: bool

    label: ClassVar = _("pin")
    plural: ClassVar = _("Pins")
    stored: ClassVar = ("target", "on")
    request: ClassVar = PinRequest
    allowed_by: ClassVar = "pin"
    leaves: ClassVar[dict[str, Any]] = {"pinned": Yes}

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        message = standing(message)
        is_pinned = getattr(message, "pinned", UNSET) is True
        return message.rev if is_pinned == self.on else None

    def limit(self, settings: Any) -> ChangeLimit | None:
        if not self.on:
            return None  # what was pinned can always be unpinned
        return ChangeLimit(CHANGES, _("A message can be pinned and unpinned at most %(most)d times."))

    def room_limit(self, settings: Any) -> ChangeLimit | None:
        if not self.on:
            return None
        return ChangeLimit(
            settings.WICK_PINS, _("A room can have at most %(most)d pinned messages. Unpin one first.")
        )

    def apply_to(self, message: Message) -> None:
        setattr(message, "pinned", True if self.on else UNSET)  # noqa: B010  # a field that `leaves` adds

    def describe(self) -> str:
        return str(_("pinned it") if self.on else _("unpinned it"))

    def summary(self) -> str:
        text = _("message %(seq)d pinned") if self.on else _("message %(seq)d unpinned")
        return text % {"seq": self.target}
