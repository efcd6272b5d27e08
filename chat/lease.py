"""What an instance says of itself in MongoDB every few seconds, for `stats` and the admin."""

import logging
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from chat.models import Instance
from chat.pool import in_thread

if TYPE_CHECKING:
    from chat.hub import Hub

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds


async def renew(hub: "Hub") -> None:
    """Says how this instance is. A database that does not answer is no reason to fail."""
    layer = "memory" if hub.relay.alone else "redis" if hub.relay.healthy else "redis, broken"
    said = Instance(
        name=settings.INSTANCE,
        started_at=hub.started_at,
        seen_at=datetime.now(UTC),
        sockets=len(hub.sockets),
        people=len(hub.by_person),
        rooms=sum(1 for room in hub.rooms.values() if room.sockets),
        layer=layer,
        pid=os.getpid(),
    )
    try:
        await in_thread(said.save)
    except Exception as error:
        logger.debug("this instance could not say how it is: %s", error)


async def give_up() -> None:
    """This instance is gone."""
    try:
        await in_thread(Instance.objects.filter(pk=settings.INSTANCE).delete)
    except Exception as error:
        logger.debug("this instance could not say that it is gone: %s", error)
