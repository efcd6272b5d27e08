"""A message as a notification shows it."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from chat.events.files import names_of
from chat.events.message import Message
from chat.models import Room
from chat.queries import timeline
from chat.text.plain import plain_text

LONGEST = 200  # characters


def standing(room: Room, seq: int) -> Message | None:
    """The message as it is now; None where it is deleted or not there. Blocks."""
    found = timeline.messages_at(room.pk, [seq]).get(seq)
    return None if found is None or found.is_deleted else found


def title(room: Room, message: Message) -> str:
    """Who wrote it, and where."""
    if room.is_direct:
        return message.author.name
    return _("%(name)s in #%(room)s") % {"name": message.author.name, "room": room.slug}


def plain(message: Message) -> str:
    """The beginning of it in one line, without its formatting; of one without text the names of its files."""
    return Truncator(plain_text(message.html) or names_of(message.files or ())).chars(LONGEST)


def path(room: Room, seq: int) -> str:
    return f"{room.get_absolute_url()}?at={seq}#m{seq}"


def shown(room: Room, message: Message, *, with_text: bool) -> dict[str, Any]:
    """What a notification consists of, for a browser. `tag`: one of the same tag replaces it."""
    return {
        "room": room.pk,
        "seq": message.seq,
        "title": title(room, message),
        "text": plain(message) if with_text else _("New message"),
        "url": path(room, message.seq),
        "tag": f"{room.pk}:{message.seq}",
    }
