"""Forwarding: what was said in one room, as a quotation in another."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.actions import messages
from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import Room, User
from chat.permissions.room_access import enter
from chat.protocol.client_frames import clean
from chat.protocol.errors import Code, Refused, no_message, too_long
from chat.queries import timeline
from chat.realtime.room import LiveRoom
from chat.storage.executor import in_thread
from chat.text.quotations import quotation


async def forward(
    user: User | Actor, room_id: str, seq: int, to: str, id: str, comment: str = "", site: str = ""
) -> int:
    """Posts a message of one room, under this `id`, in another one or the same: a comment, if there is one,
    and the message below it. `site`: scheme and host of the link to it. Returns the seq there.

    The link names the room, where that is public, and otherwise the day; who follows it finds the message
    only where they may see the room.
    """
    actor = Actor.of(user)
    room = await enter(actor, room_id)
    found = (await in_thread(timeline.messages_at, room_id, [seq])).get(seq)
    if found is None or found.is_deleted:
        raise no_message()
    text = _text(room, found, comment.strip(), site or settings.SITE_URL)
    return await messages.post(actor, to, id, text)


def _text(room: LiveRoom, message: Message, comment: str, site: str) -> str:
    if not message.text:
        raise Refused(Code.EMPTY, _("There is no text in this message to forward."))
    longest = settings.WICK_TEXT
    above = f"{clean(comment, longest)}\n\n" if comment else ""
    path = f"{Room.address_of(room.state.slug)}?at={message.seq}#m{message.seq}"
    day = datetime.fromisoformat(message.at).date().isoformat()
    label = f"#{room.state.slug}" if room.state.is_public else day
    quoted = quotation(
        message.text, message.author.name, label, site.rstrip("/") + path, longest - len(above)
    )
    if quoted is None:
        raise too_long(len(above) + len(message.text), longest)
    return above + quoted
