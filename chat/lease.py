"""What an instance says of itself in MongoDB every few seconds, for `stats` and the admin."""

import logging
import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from chat.models import Instance
from chat.pool import in_thread
from chatsite.mongo.migrated import NotMigrated, expect_migrated

if TYPE_CHECKING:
    from chat.hub import Hub

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds
FRESH = timedelta(seconds=15)  # an instance that has said nothing for so long is gone
_met: set[str] = set()


async def renew(hub: "Hub") -> None:
    """Says how this instance is. A database that does not answer is no reason to fail; one that is not
    ready for this code is a reason to end, before anything is stored there that its indexes would refuse."""
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
        await in_thread(expect_migrated)
        await in_thread(said.save)
    except NotMigrated as error:
        logger.critical("%s This instance ends.", error)
        signal.raise_signal(signal.SIGTERM)
        return
    except Exception as error:
        logger.debug("this instance could not say how it is: %s", error)
        return
    if hub.relay.alone:
        await _warn_of_company()


async def _warn_of_company() -> None:
    """Several instances without Redis are right, but slow towards each other. Said once of each."""
    others = set(await in_thread(_serving)) - {settings.INSTANCE}
    if new := others - _met:
        _met.update(new)
        logger.warning(
            "%s serves this database too, and REDIS_URL is not set here: give all instances the same one",
            ", ".join(sorted(new)),
        )


def _serving() -> list[str]:
    fresh = Instance.objects.filter(seen_at__gt=datetime.now(UTC) - FRESH)
    return list(fresh.values_list("name", flat=True))


async def give_up() -> None:
    """This instance is gone."""
    try:
        await in_thread(Instance.objects.filter(pk=settings.INSTANCE).delete)
    except Exception as error:
        logger.debug("this instance could not say that it is gone: %s", error)
