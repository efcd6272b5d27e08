"""What the staff does about events: to the messages that they are or name, and to who said them."""

import uuid
from collections.abc import Awaitable, Callable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.actions import messages, moderation
from chat.actors.actor import Actor
from chat.admin.confirmation import Confirmation, confirmed
from chat.admin.message_history import about, message_of
from chat.models import Event
from chat.protocol.errors import not_found
from chat.storage import event_log
from chat.storage.executor import in_thread


def _message(event: Event) -> int:
    seq = message_of(event)
    if seq is None:
        raise not_found(_("This is not a message, and does not refer to one."))
    return seq


async def _stands(room: str, id: str) -> bool:
    """Did it make an event, or was it so already?"""
    return id in await in_thread(event_log.by_id, room, [id])


async def _change(action: Callable[..., Awaitable[object]], actor: Actor, event: Event, reason: str) -> bool:
    made = str(uuid.uuid4())
    await action(actor, event.room_id, made, _message(event), reason)
    return await _stands(event.room_id, made)


async def _delete(actor: Actor, event: Event, reason: str) -> bool:
    return await _change(messages.delete, actor, event, reason)


async def _restore(actor: Actor, event: Event, reason: str) -> bool:
    return await _change(messages.restore, actor, event, reason)


async def _ban_author(actor: Actor, event: Event, reason: str) -> bool:
    return await moderation.ban(actor, event.room_id, str(event.author_id), reason)


delete = confirmed(
    _delete,
    Confirmation(
        title=_("Delete messages"),
        explains=_("These messages disappear for everyone within a second. You can restore them later."),
        button=_("Delete"),
        done=_("Deleted"),
        already=_("Already deleted"),
        shown=about,
        trusted=True,
    ),
)
restore = confirmed(
    _restore,
    Confirmation(
        title=_("Restore messages"),
        explains=_("Everyone will see their text again. Their reactions stay deleted."),
        button=_("Restore"),
        done=_("Restored"),
        already=_("Not deleted"),
        shown=about,
        trusted=True,
    ),
)


def author_in_room(event: Event) -> str:
    author = f"{event.author_name} (@{event.author_username})"
    return gettext("%(author)s from %(room)s") % {"author": author, "room": event.room_id}


ban_author = confirmed(
    _ban_author,
    Confirmation(
        title=_("Ban the authors from the room"),
        explains=_(
            "The authors leave the room within a second, and cannot enter it until the ban is lifted."
        ),
        button=_("Ban"),
        done=_("Banned for"),
        already=_("Already banned for"),
        shown=lambda events: sorted({author_in_room(event) for event in events}),
        trusted=True,
    ),
)
