"""What the staff does about events: to the messages that they are or name, and to who said them."""

import uuid

from chat import log
from chat.actions import messages, moderation
from chat.admin.asking import Asking, asking
from chat.admin.story import about, message_of
from chat.errors import not_found
from chat.models import Event
from chat.person import Person
from chat.pool import in_thread


def _message(event: Event) -> int:
    seq = message_of(event)
    if seq is None:
        raise not_found("This is no message, and names none.")
    return seq


async def _stands(id: str) -> bool:
    """Did it make an event, or was it so already?"""
    return id in await in_thread(log.by_id, [id])


async def _delete(person: Person, event: Event, reason: str) -> bool:
    made = str(uuid.uuid4())
    await messages.delete(person, event.room_id, made, _message(event), reason)
    return await _stands(made)


async def _restore(person: Person, event: Event, reason: str) -> bool:
    made = str(uuid.uuid4())
    await messages.restore(person, event.room_id, made, _message(event), reason)
    return await _stands(made)


async def _ban_author(person: Person, event: Event, reason: str) -> bool:
    return await moderation.ban(person, event.room_id, str(event.author_id), reason)


delete = asking(
    _delete,
    Asking(
        title="Delete messages",
        explains="These messages disappear for everyone within a second. You can restore them later.",
        button="Delete",
        done="Deleted",
        already="Deleted already",
        shown=about,
        trusted=True,
    ),
)
restore = asking(
    _restore,
    Asking(
        title="Restore messages",
        explains="These messages have their words again, for everyone, but not their reactions.",
        button="Restore",
        done="Restored",
        already="Not deleted",
        shown=about,
        trusted=True,
    ),
)
ban_author = asking(
    _ban_author,
    Asking(
        title="Ban the authors from the room",
        explains="Who did this leaves the room within a second, and cannot enter it until the ban is lifted.",
        button="Ban",
        done="Banned for",
        already="Banned already for",
        shown=lambda events: sorted(
            {f"{e.author_name} (@{e.author_username}) from {e.room_id}" for e in events}
        ),
    ),
)
