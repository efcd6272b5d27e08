"""A restoration: a moderator takes a deletion back. It brings the text and the files that the message had."""

from typing import ClassVar, Self

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, UnsetType

from chat.events.base import NamedMessage
from chat.events.change import MessageAuthor, MessageMentions, ReplyAlso, ReplyThread, Settling, TextChange
from chat.events.files import Files
from chat.events.message import Message
from chat.events.rules import existing
from chat.protocol.errors import forbidden


class Restore(Settling, TextChange, kw_only=True):
    kind: str = "restore"
    message_author: MessageAuthor | UnsetType = UNSET
    message_mentions: MessageMentions | UnsetType = UNSET
    files: Files | UnsetType = UNSET
    thread: ReplyThread | UnsetType = UNSET
    also: ReplyAlso | UnsetType = UNSET
    label: ClassVar = _("restoration")
    plural: ClassVar = _("Restorations")
    stands: ClassVar = True
    stored: ClassVar = (*TextChange.stored, *Settling.carried, "files")

    def check(self, message: NamedMessage | None, moderator: bool) -> int | None:
        if not moderator:
            raise forbidden(_("Only a moderator may do this."))
        message = existing(message)
        return None if message.is_deleted else message.rev

    def is_moderation(self, message: NamedMessage) -> bool:
        return True

    def apply_to(self, message: Message) -> None:
        super().apply_to(message)
        message.files, message.deleted = self.files, UNSET

    def emptied(self) -> Self:
        return super().emptied().copy(files=UNSET)

    def describe(self) -> str:
        return _("restored it: %(text)s") % {"text": self.text}
