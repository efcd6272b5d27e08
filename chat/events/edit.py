"""An edit: another text for one's own message."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from chat.actors.author import Author
from chat.events.base import ChangeLimit, EventRequest, NamedMessage
from chat.events.change import TextChange
from chat.events.message import Message
from chat.events.rules import own, standing
from chat.protocol.client_frames import clean
from chat.protocol.fields import Position
from chat.text.markdown import cost


class EditRequest(EventRequest, tag="edit"):
    """Change one's own message. Answered by `ack`."""

    seq: Position
    text: str

    def event(self, author: Author) -> "Edit":
        return Edit(room=self.room, id=self.id, author=author, target=self.seq, text=self.text)


class Edit(TextChange, kw_only=True):
    kind: str = "edit"
    label: ClassVar = _("edit")
    plural: ClassVar = _("Edits")
    request: ClassVar = EditRequest

    def prepare(self, longest: int) -> None:
        self.text = clean(self.text, longest)

    def cost(self) -> float:
        return cost(self.text)

    def check(self, message: NamedMessage | None, moderator: bool) -> None:
        own(standing(message), self.author)

    @property
    def naming(self) -> str:
        return self.text if "@" in self.text else ""

    def limit(self, settings: Any) -> ChangeLimit:
        return ChangeLimit(settings.WICK_EDITS, _("A message can be edited at most %(most)d times."))

    def apply_to(self, message: Message) -> None:
        super().apply_to(message)
        message.edited = True

    def describe(self) -> str:
        return _("changed it to: %(text)s") % {"text": self.text}
