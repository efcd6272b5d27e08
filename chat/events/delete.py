"""A deletion: takes the text and the reactions of a message away, one's own or, for a moderator, anyone's."""

from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, UnsetType

from chat.actors.author import Author
from chat.events.base import EventRequest, NamedMessage
from chat.events.change import Change, MessageAuthor, MessageMentions, ReplyAlso, ReplyThread, Settling
from chat.events.message import Message
from chat.events.rules import existing, own
from chat.protocol.fields import Position


class DeleteRequest(EventRequest, tag="delete"):
    """Remove a message, one's own or, for a moderator, any. Answered by `ack`."""

    seq: Position

    def event(self, author: Author) -> "Delete":
        return Delete(room=self.room, id=self.id, author=author, target=self.seq)


class Delete(Settling, Change, kw_only=True):
    kind: str = "delete"
    message_author: MessageAuthor | UnsetType = UNSET
    message_mentions: MessageMentions | UnsetType = UNSET
    thread: ReplyThread | UnsetType = UNSET
    also: ReplyAlso | UnsetType = UNSET
    label: ClassVar = _("deletion")
    plural: ClassVar = _("Deletions")
    request: ClassVar = DeleteRequest
    stands: ClassVar = False
    stored: ClassVar = (*Change.stored, *Settling.carried)

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        message = existing(message)
        if not moderator:
            own(message, self.author)
        return message.rev if message.is_deleted else None

    def is_moderation(self, message: NamedMessage) -> bool:
        return message.author.id != self.author.id

    def apply_to(self, message: Message) -> None:
        message.delete()

    def describe(self) -> str:
        return gettext("deleted it")
