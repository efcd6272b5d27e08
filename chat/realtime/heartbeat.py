"""The heartbeat of an instance: what it writes of itself to MongoDB, for `stats` and the admin."""

import asyncio
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.models import Instance
from chat.protocol.errors import unavailable
from chat.realtime.bus import Bus
from chat.storage.executor import in_thread
from chatsite.dependencies import SKEW, clock_skew
from chatsite.mongo.migrated import NotMigrated, expect_migrated

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds
FRESH = timedelta(seconds=15)  # an instance that has said nothing for so long is gone
# The levels of versions: one that can do more beside others has a higher one.
KNOWS_BOTH_KEYS = 1  # reads both forms of the log's keys (chat.storage.log_keys)
KNOWS_KINDS = 2  # keeps private rooms and direct conversations to their members
LISTS_BY_SEQ = 3  # needs none of the indexes that chat.storage.log_indexes drops
LEVEL = LISTS_BY_SEQ  # this version's
MILLISECOND = timedelta(milliseconds=1)  # MongoDB keeps no more of a time
_warned_of: set[str] = set()  # other instances, of which a warning said that they share no Redis with us
_done: set[str] = set()  # what is warned of, or done, once


@dataclass(frozen=True, slots=True)
class Load:
    """How much is live in this process."""

    sockets: int
    people: int
    rooms: int  # with somebody in them


async def write(started_at: datetime, load: Load, bus: Bus) -> None:
    """Writes how this instance is. A database that does not answer is no reason to fail; one that is not
    ready for this code raises NotMigrated: the instance has to end before anything is stored there that
    its indexes would refuse."""
    reached = Instance.Layer.REDIS if bus.healthy else Instance.Layer.BROKEN
    layer = Instance.Layer.MEMORY if bus.single_process else reached
    said = Instance(
        name=settings.INSTANCE,
        started_at=started_at,
        seen_at=datetime.now(UTC),
        sockets=load.sockets,
        people=load.people,
        rooms=load.rooms,
        layer=layer,
        pid=os.getpid(),
        level=LEVEL,
    )
    try:
        await in_thread(expect_migrated)
        await in_thread(_look_around, said)
        await in_thread(said.save)
    except NotMigrated:
        raise
    except Exception as error:
        logger.debug("this instance could not write its heartbeat: %s", error)
        return
    if bus.single_process:
        bus.is_one_of_several = await _warn_of_others()


def _look_around(said: Instance) -> None:
    """Warns once each of what goes wrong silently: a clock that is off, a name that two instances have."""
    if "clock" not in _done:
        _done.add("clock")
        if (skew := clock_skew()) > SKEW:
            apart = f"{skew.total_seconds():.0f} s apart"
            logger.warning("the clocks of this machine and of MongoDB are %s: run NTP on both", apart)
    row = Instance.objects.filter(pk=said.name).values_list("started_at", flat=True).first()
    # Once we have written the row, any other process in it has written it since, and lives.
    written, another = "row" in _done, row is not None and abs(row - said.started_at) > MILLISECOND
    if written and another and "name" not in _done:
        _done.add("name")
        logger.error("another instance is called %s too: give each an INSTANCE of its own", said.name)
    _done.add("row")


async def _warn_of_others() -> bool:
    """Several instances without Redis are right, but slow towards each other. Said once of each. Are there
    others?"""
    others = set(await in_thread(_serving)) - {settings.INSTANCE}
    _warned_of.intersection_update(others)  # no more than there are
    if new := others - _warned_of:
        _warned_of.update(new)
        logger.warning(
            "%s serves this database too, and REDIS_URL is not set here: give all instances the same one",
            ", ".join(sorted(new)),
        )
    return bool(others)


def _serving() -> list[str]:
    fresh = Instance.objects.filter(seen_at__gt=datetime.now(UTC) - FRESH)
    return list(fresh.values_list("name", flat=True))


def older_instances(level: int) -> list[str]:
    """The names of those alive that are below a level. Blocks."""
    alive = Instance.objects.filter(seen_at__gt=datetime.now(UTC) - FRESH, level__lt=level)
    return sorted(alive.values_list("name", flat=True))


def expect_kinds_known() -> None:
    """Refuses what an instance of an older version would show to everyone. Blocks."""
    if older_instances(KNOWS_KINDS):
        text = _("This is not possible while the server is being upgraded. Try again in a few minutes.")
        raise unavailable(text, 60)


async def remove() -> None:
    """This instance ends."""
    try:
        async with asyncio.timeout(1):
            await in_thread(Instance.objects.filter(pk=settings.INSTANCE).delete)
    except Exception as error:
        logger.debug("this instance could not remove its heartbeat: %s", error)
