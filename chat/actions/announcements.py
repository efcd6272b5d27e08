"""Announcements to everyone, or in one room."""

import uuid

from django.utils.translation import gettext_lazy as _

from chat.actions import messages
from chat.actions.audit import record
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.room_access import check_staff
from chat.protocol.client_frames import clean
from chat.protocol.errors import Code, Refused
from chat.storage import notice_log
from chat.storage.executor import in_thread

LONGEST = 500  # code points


async def announce(user: User | Actor, text: str) -> None:
    """Shows `text` to everyone who is connected, in whichever room they are."""
    actor = Actor.of(user)
    check_staff(actor)
    text = clean(text, LONGEST)
    await in_thread(lambda: notice_log.append(notice_log.NEWS, text=text))
    await in_thread(record, actor, "announce", None, None, None, text)


async def announce_in(user: User | Actor, room_id: str, text: str) -> int:
    """Says `text` as a message in a room; returns its seq."""
    actor = Actor.of(user)
    check_staff(actor)
    if not text.strip():
        raise Refused(Code.EMPTY, _("There is nothing to announce."))
    return await messages.post(actor, room_id, str(uuid.uuid4()), text)
