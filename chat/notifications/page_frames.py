"""The `notification` frame, which has open pages show a message that is for somebody."""

import asyncio

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import translation

from chat.events.base import encode
from chat.models import Room
from chat.notifications import message_text
from chat.realtime.hub import Hub, current

_attached: list[tuple[asyncio.AbstractEventLoop, Hub]] = []  # the hub of this process, if it lasts


def attach(hub: Hub) -> None:
    """From now on frames go through this hub."""
    _attached[:] = [(asyncio.get_running_loop(), hub)]


def show_in_pages(room_id: str, seq: int, users: list[str]) -> None:
    """Sends it to all sockets of these people (ids), on every instance. It may be lost. Blocks."""
    room = Room.objects.filter(pk=room_id).first()
    message = room and message_text.standing(room, seq)
    if not room or not message:
        return
    with translation.override(settings.LANGUAGE_CODE):
        shown = message_text.shown(room, message, with_text=True)
    body = encode({"type": "notification", **shown})
    if _attached and not _attached[0][0].is_closed():
        loop, hub = _attached[0]
        loop.call_soon_threadsafe(hub.show_own, users, body)
    else:
        async_to_sync(_publish)(users, body)


async def _publish(users: list[str], body: bytes) -> None:
    """By the layer alone, from a command."""
    hub = current()
    hub.show_own(users, body)
    await hub.bus.drained()
