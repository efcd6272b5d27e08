"""What rules of events ask of the message that one names. Each raises Refused (no I/O)."""

from django.utils.translation import gettext_lazy as _

from chat.actors.author import Author
from chat.events.base import NamedMessage
from chat.protocol.errors import forbidden, no_message


def existing(message: NamedMessage | None) -> NamedMessage:
    """The message, deleted or not."""
    if message is None:
        raise no_message()
    return message


def standing(message: NamedMessage | None) -> NamedMessage:
    """The message, which is not deleted."""
    message = existing(message)
    if message.is_deleted:
        raise no_message()
    return message


def own(message: NamedMessage, author: Author) -> None:
    if message.author.id != author.id:
        raise forbidden(_("This is somebody else's message."))
