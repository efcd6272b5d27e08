"""A reaction: somebody puts an emoji to a message, or takes it back."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from chat.actors.author import Author
from chat.events.base import ChangeLimit, EventRequest, NamedMessage
from chat.events.change import Change, Index
from chat.events.message import Message
from chat.events.rules import standing
from chat.protocol.fields import Emoji, Position
from chat.text.emoji import is_one_emoji


class ReactRequest(EventRequest, tag="react"):
    """Put a reaction to a message, or take it back. Answered by `ack`."""

    seq: Position
    emoji: Emoji
    on: bool

    def __post_init__(self) -> None:
        if not is_one_emoji(self.emoji):
            raise ValueError(_("emoji takes one emoji"))

    def event(self, author: Author) -> "Reaction":
        return Reaction(
            room=self.room, id=self.id, author=author, target=self.seq, emoji=self.emoji, on=self.on
        )


class Reaction(Change, kw_only=True):
    """`on`: put, or taken back."""

    kind: str = "reaction"
    emoji: Emoji
    on: bool

    label: ClassVar = _("reaction")
    plural: ClassVar = _("Reactions")
    stored: ClassVar = ("target", "emoji", "on")
    request: ClassVar = ReactRequest
    newest_by: ClassVar = ("emoji", "author_username")
    index: ClassVar = Index("event_reactions", {"emoji": {"$gt": ""}})

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        message = standing(message)
        users = (message.reactions or {}).get(self.emoji, ())
        return None if (self.author.username in users) != self.on else message.rev

    def limit(self, settings: Any) -> ChangeLimit | None:
        if not self.on:
            return None  # what was put can always be taken back
        text = _("The reactions to a message can be changed at most %(most)d times.")
        return ChangeLimit(settings.WICK_REACTIONS, text)

    def apply_to(self, message: Message) -> None:
        reactions = dict(message.reactions or {})
        users = [name for name in reactions.get(self.emoji, ()) if name != self.author.username]
        if self.on:
            users.append(self.author.username)
        if users:
            reactions[self.emoji] = users
        else:
            reactions.pop(self.emoji, None)
        message.reactions = reactions or UNSET

    def describe(self) -> str:
        text = _("added %(emoji)s") if self.on else _("removed %(emoji)s")
        return text % {"emoji": self.emoji}

    def summary(self) -> str:
        added, removed = _("%(emoji)s added to message %(seq)d"), _("%(emoji)s removed from message %(seq)d")
        return (added if self.on else removed) % {"emoji": self.emoji, "seq": self.target}
