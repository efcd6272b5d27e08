"""A message: what somebody says in a room. All other kinds of events so far change one."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Protocol

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Meta, UnsetType

from chat.actors.author import Author
from chat.events.base import EventRequest, NamedMessage, WireEvent
from chat.events.files import AttachedFile, FileIds, Files, asked_for
from chat.events.replies import Replies, with_reply
from chat.events.rules import existing
from chat.protocol.client_frames import clean
from chat.protocol.fields import Seq, Yes
from chat.text.markdown import cost, render

Html = Annotated[str, Meta(description="A safe rendering of `text`.")]
Users = Annotated[list[str], Meta(min_length=1)]
Mentions = Annotated[
    list[str],
    Meta(min_length=1, description="Whom it mentions: ids of users, and `*` for everyone in the room."),
]
MentionedAs = Annotated[
    list[str], Meta(min_length=1, description="How `text` names each of these, in lower case.")
]
Reactions = Annotated[dict[str, Users], Meta(description="From emoji to user names.")]


class PostRequest(EventRequest, tag="post"):
    """Say something. Answered by `ack`."""

    text: Annotated[str, Meta(description="Markdown; at most `limits.text` code points.")]
    reply_to: Annotated[Seq, Meta(description="A message in the room, deleted or not.")] | None = None
    thread: (
        Annotated[Seq, Meta(description="The message that it replies to in a thread, deleted or not.")] | None
    ) = None
    also: Annotated[bool, Meta(description="With `thread`: the room shows it as well.")] | None = None
    files: FileIds | None = None

    def event(self, author: Author) -> "Message":
        return Message(
            room=self.room,
            id=self.id,
            author=author,
            text=self.text,
            reply_to=self.reply_to,
            thread=self.thread or UNSET,
            also=True if self.thread and self.also else UNSET,
            files=asked_for(self.files) if self.files else UNSET,
        )


class Message(WireEvent, kw_only=True):
    """`reply_to`: the seq of a message, deleted or not. `rev`: the seq of the newest event that is applied to
    it; `edited`, `deleted` and `reactions` (emoji to user names) are what these events left.

    `thread`: the seq of the message that it replies to in a thread; `also`: the room shows it beside the
    thread. `replies`: of the first message of a thread, what is said there (chat.events.replies).

    `mentions`: whom its text mentions (chat.text.mentions); `mentioned_as`: by which names, in this order.
    `files`: what its author attached; only the ids, until they are claimed (chat.realtime.attaching).
    """

    kind: str = "message"
    text: str
    html: Html = ""
    reply_to: Seq | None = None
    thread: Annotated[Seq, Meta(description="The first message of the thread.")] | UnsetType = UNSET
    also: Annotated[Yes, Meta(description="The room shows it as well.")] | UnsetType = UNSET
    mentions: Mentions | UnsetType = UNSET
    mentioned_as: MentionedAs | UnsetType = UNSET
    files: Files | UnsetType = UNSET
    rev: Annotated[Seq, Meta(description="The seq of the newest event in this copy of the message.")] = 0
    edited: Yes | UnsetType = UNSET
    deleted: Yes | UnsetType = UNSET
    reactions: Reactions | UnsetType = UNSET
    replies: Annotated[Replies, Meta(description="Of the first message of a thread.")] | UnsetType = UNSET

    # The fields that a deletion takes away, among them those that changes left.
    left: ClassVar[tuple[str, ...]] = ("mentions", "mentioned_as", "files", "reactions")
    label: ClassVar = _("message")
    plural: ClassVar = _("Messages")
    stored: ClassVar = ("text", "reply_to", "thread", "also", "mentions", "mentioned_as", "files")
    names: ClassVar = "reply_to"
    request: ClassVar = PostRequest
    joins: ClassVar = True
    allowed_by: ClassVar = "post"
    is_post: ClassVar = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted is True

    @property
    def root(self) -> int | None:
        return self.thread or None

    @property
    def touched(self) -> tuple[int, ...]:
        return (self.thread,) if self.thread else ()

    @property
    def is_shown(self) -> bool:
        """Does the room show it, and not its thread alone?"""
        return self.thread is UNSET or self.also is True

    def apply_to(self, message: "Message") -> None:
        """It is one more reply to `message`."""
        message.replies = with_reply(message.replies, self)

    def delete(self) -> None:
        """Nothing of what was said stays, nor of what others left on it."""
        self.text, self.html, self.deleted = "", "", True
        for name in self.left:
            setattr(self, name, UNSET)

    def prepare(self, longest: int) -> None:
        self.text = clean(self.text, longest, may_be_empty=bool(self.files))

    def cost(self) -> float:
        return cost(self.text)

    @property
    def is_judged(self) -> bool:
        return self.reply_to is not None or self.thread is not UNSET

    def check(self, message: NamedMessage | None, moderator: bool) -> None:
        if self.reply_to is not None:
            existing(message)

    @property
    def naming(self) -> str:
        return self.text if "@" in self.text else ""

    def mention(self, people: Mapping[str, str]) -> None:
        self.mentions, self.mentioned_as = mention_fields(people)

    @property
    def claims(self) -> list[str]:
        return [file.id for file in self.files] if self.files else []

    def attach(self, files: list[AttachedFile]) -> None:
        self.files = files

    def complete(self) -> None:
        self.html, self.rev = self.html or render(self.text, mentioned(self)), self.seq

    def summary(self) -> str:
        return self.text


class MentioningText(Protocol):
    """An event with a text."""

    mentions: list[str] | UnsetType
    mentioned_as: list[str] | UnsetType


def mentioned(event: MentioningText) -> dict[str, str]:
    """Whom the text of an event mentions: ids by the names in it."""
    if not event.mentions:
        return {}
    return dict(zip(event.mentioned_as or (), event.mentions, strict=False))


def mention_fields(people: Mapping[str, str]) -> tuple[list[str] | UnsetType, list[str] | UnsetType]:
    """`mentions` and `mentioned_as` of a text that mentions these people, ids by name."""
    return (list(people.values()), list(people)) if people else (UNSET, UNSET)
