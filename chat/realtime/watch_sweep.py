"""Finds what the channel layer lost of rooms that are watched here and not live: each is looked at in its
turn, in bulk, and at once where something is known to be missing."""

import asyncio
import logging
from collections.abc import Mapping
from time import monotonic
from typing import Protocol

from chat.queries.watched_events import events_beyond
from chat.realtime.watching import Watching
from chat.storage.executor import in_news_thread
from chat.storage.outage import Outage
from chatsite.mongo.errors import is_of_database, short

logger = logging.getLogger(__name__)

PERIOD = 45.0  # seconds in which each room is looked at once: what was lost is found within sixty
DOUBTED = 5.0  # seconds, while the layer cannot be trusted
STEP = 1.0  # seconds between two looks


class EventLayer(Protocol):
    @property
    def is_trusted(self) -> bool:
        """Does it deliver, as far as anybody can know?"""


class WatchSweep:
    def __init__(
        self, watching: Watching, live: Mapping[str, object], layer: EventLayer, database: Outage
    ) -> None:
        self._watching, self._live, self._layer, self._database = watching, live, layer, database
        self._missing = asyncio.Event()
        self._left: list[str] = []  # rooms of this round that were not looked at yet
        self._share = 0.0  # of a room, left over from the last step
        self._looked_at = monotonic()
        self._faults = Outage(
            logger, "looking at watched rooms failed: %s", "watched rooms are looked at again"
        )
        watching.on_missing = self._missing.set

    def doubt_all(self) -> None:
        """Anything may be missing."""
        self._watching.behind.update(self._watching.rooms)
        self._missing.set()

    async def run(self) -> None:
        """Looks for ever, whatever goes wrong."""
        while True:
            try:
                await self._look()
                self._faults.worked()
            except Exception as error:
                if is_of_database(error):
                    self._database.failed(short(error))
                else:
                    self._faults.failed(repr(error), error)
                await asyncio.sleep(STEP)
            try:
                await asyncio.wait_for(self._missing.wait(), STEP)
            except TimeoutError:
                continue

    async def _look(self) -> None:
        self._missing.clear()
        rooms = self._watching.rooms
        behind = {room for room in self._watching.behind if room in rooms}
        heads = {
            room: head
            for room in behind.union(self._in_turn())
            if (watched := rooms.get(room)) is not None and (head := watched.head) is not None
        }
        if not heads:
            return
        found = await in_news_thread(events_beyond, heads)
        self._watching.behind.difference_update(behind)
        for room, (head, events) in found.items():
            self._watching.catch_up(room, head, events)

    def _in_turn(self) -> list[str]:
        """A share of the rooms that are not live here, which are looked at by the reconciler."""
        now = monotonic()
        elapsed, self._looked_at = now - self._looked_at, now
        period = PERIOD if self._layer.is_trusted else DOUBTED
        self._share += len(self._watching.rooms) * min(1.0, elapsed / period)
        if not self._left:
            self._left = [room for room in self._watching.rooms if room not in self._live]
        count = min(int(self._share), len(self._left))
        self._share = min(self._share - count, 1.0)
        taken, self._left = self._left[:count], self._left[count:]
        return taken
