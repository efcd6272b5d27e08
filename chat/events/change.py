"""Events that name a message and change what it is (no I/O)."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Meta, UnsetType

from chat.events.base import WireEvent
from chat.events.message import Html, MentionedAs, Mentions, Message, mention_fields, mentioned
from chat.events.replies import Original
from chat.protocol.fields import Seq, Yes
from chat.text.markdown import render


class Index(NamedTuple):
    """An index of the log with all stored fields of a kind, its `newest_by`, and seq: its name, and the
    condition under which it holds an event, which is true of the events of that kind alone."""

    name: str
    holds: dict[str, Any]


MessageAuthor = Annotated[str, Meta(description="Who wrote the message: the id of a user.")]
MessageMentions = Annotated[
    list[str],
    Meta(min_length=1, description="Whom the message mentioned when it was posted: ids of users, and `*`."),
]

ReplyThread = Annotated[Seq, Meta(description="The first message of the thread that the message is in.")]
ReplyAlso = Annotated[Yes, Meta(description="The room shows the message beside its thread.")]


class Change(WireEvent, kw_only=True):
    """`target`: the seq of the message."""

    target: Annotated[Seq, Meta(description="The message that it changes.")]

    stored: ClassVar[tuple[str, ...]] = ("target",)
    names: ClassVar[str | None] = "target"
    # Whether the message stands (True) or is deleted (False) after it; None where it does not say.
    stands: ClassVar[bool | None] = None
    # Fields of its own that it leaves on a message: the name and the type of each. They are UNSET at first.
    leaves: ClassVar[dict[str, Any]] = {}
    # Of all such events that name a message, the newest one for each value of these fields decides what the
    # message is, and only that one is read.
    newest_by: ClassVar[tuple[str, ...]] = ()
    index: ClassVar[Index | None] = None

    @property
    def changed(self) -> int:
        return self.target

    @property
    def touched(self) -> tuple[int, ...]:
        return (self.target,) if self.root is None else (self.target, self.root)

    def apply_to(self, message: Message) -> None:
        """Makes the message what it is after this event."""
        raise NotImplementedError

    @property
    def needs_original(self) -> bool:
        """Is something of the message as it was posted stored with it?"""
        return False

    def note_original(self, original: Original) -> None:
        """Keeps what is stored of the message as it was posted."""

    def emptied(self) -> Self:
        """What is fetched of it while its message is deleted."""
        return self

    def describe(self) -> str:
        """What it did to the message, as a line of the message's history."""
        return self.kind

    def summary(self) -> str:
        return _("of message %(seq)d") % {"seq": self.target}


class Settling:
    """Of a change after which the message is deleted, or is not: it carries what it takes back of the message
    as that was posted, so that it can be counted without a look at it."""

    __slots__ = ()

    carried: ClassVar = ("message_author", "message_mentions", "thread", "also")

    @property
    def root(self: Any) -> int | None:
        thread: int | UnsetType = self.thread
        return thread or None

    @property
    def needs_original(self) -> bool:
        return True

    def note_original(self, original: Original) -> None:
        _carry(self, original)


def _carry(event: Any, original: Original) -> None:
    event.message_author, event.message_mentions = original.author, original.mentions or UNSET
    event.thread, event.also = original.thread or UNSET, original.also or UNSET


class TextChange(Change, kw_only=True):
    """Brings a text for the message."""

    text: str
    html: Html = ""
    mentions: Mentions | UnsetType = UNSET
    mentioned_as: MentionedAs | UnsetType = UNSET
    deleted: Yes | UnsetType = UNSET  # the message is, and the text is left out

    stored: ClassVar[tuple[str, ...]] = ("text", "target", "mentions", "mentioned_as")

    def complete(self) -> None:
        self.html = self.html or render(self.text, mentioned(self))

    def mention(self, people: Mapping[str, str]) -> None:
        self.mentions, self.mentioned_as = mention_fields(people)

    def apply_to(self, message: Message) -> None:
        message.text, message.html = self.text, self.html
        message.mentions, message.mentioned_as = self.mentions, self.mentioned_as

    def emptied(self) -> Self:
        return self.copy(text="", html="", mentions=UNSET, mentioned_as=UNSET, deleted=True)

    def summary(self) -> str:
        return self.text
