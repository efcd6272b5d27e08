"""The newest page of a live room, from memory, and brought there again where other rooms pushed it out."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

from django.conf import settings

from chat.queries.timeline import PAGE_BYTES, events_before
from chat.realtime.memory import KeptRoom, Memory
from chat.storage.executor import in_history_thread

FILLS = 3  # attempts to bring the page into memory; other rooms may push it out again


class PagedRoom(KeptRoom, Protocol):
    """The room of the page (chat.realtime.room.LiveRoom)."""

    id: str


class NewestPageHub(Protocol):
    """What this needs of the process (chat.realtime.hub.Hub)."""

    memory: Memory

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else."""


class NewestPage:
    def __init__(self, room: PagedRoom, hub: NewestPageHub) -> None:
        self._room, self._hub = room, hub
        self._filling: asyncio.Task[None] | None = None

    async def bodies(self) -> list[bytes]:
        """The JSON of the newest events, up to the head at its return: a page, or more than PAGE_BYTES, or,
        where the log has a gap, what follows it."""
        for _fill in range(FILLS):
            self._hub.memory.use(self._room)
            if self._is_here():
                break
            await self._filled()
        recent = self._room.recent
        return recent.bodies(max(recent.first - 1, recent.head - settings.WICK_PAGE), recent.head)

    def _is_here(self) -> bool:
        recent = self._room.recent
        reaches = recent.covers(max(0, recent.head - settings.WICK_PAGE))
        return reaches or (recent.is_full and recent.size > PAGE_BYTES)

    async def _filled(self) -> None:
        """Brings it into memory, once for all who ask meanwhile."""
        if self._filling is None:
            self._filling = self._hub.spawn(self._fill())
        await asyncio.shield(self._filling)

    async def _fill(self) -> None:
        room = self._room
        try:
            page = await in_history_thread(events_before, room.id, room.recent.first, settings.WICK_PAGE)
            room.recent.fill(page)
            self._hub.memory.use(room)
        finally:
            self._filling = None
