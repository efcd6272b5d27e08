"""Brings a live room up to the end of its log, also past what is missing there."""

import asyncio
import logging
from collections.abc import Coroutine
from time import monotonic
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chat.events.base import WireEvent, encode
from chat.events.documents import readable
from chat.protocol.errors import Refused, unavailable
from chat.realtime.recent_events import RecentEvents
from chat.realtime.reconciler import Reconciler
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from chat.storage.outage import Outage
from chatsite.mongo.errors import is_of_database

logger = logging.getLogger(__name__)

GAP_AFTER = 1.0  # seconds for which an event has to be missing before the room goes on without it


class RoomBehind(Protocol):
    """The room that may be behind its log (chat.realtime.room.LiveRoom)."""

    id: str
    recent: RecentEvents

    @property
    def head(self) -> int:
        """The newest seq that is known here."""

    def receive(self, events: list[WireEvent], bodies: list[bytes]) -> None:
        """Consecutive events, with the JSON of each."""


class CatchUpHub(Protocol):
    """What this needs of the process (chat.realtime.hub.Hub)."""

    reconciler: Reconciler

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else."""


class CatchUp:
    def __init__(self, room: RoomBehind, hub: CatchUpHub, slug: str) -> None:
        """`slug`: the room's address, as the server's log names it."""
        self._room, self._hub = room, hub
        self._soon: asyncio.Task[None] | None = None
        self._gap = (0, 0.0)  # the seq behind a gap in the log, and when it was seen first (monotonic)
        self._trouble = Outage(
            logger,
            f"the log of room {room.id} is damaged: %s. See `manage.py verify_log {slug}`.",
            f"the log of room {room.id} can be read",
        )

    async def run(self, upto: int = 0) -> None:
        """Takes in what the log has beyond the room's head. `upto`: a seq that it has for certain.

        Raises the database's errors, and Refused (`unavailable`) where it is this room's log that cannot be
        read, which is logged once.
        """
        try:
            await self._take_in()
            if self._room.head < upto:
                await self._pass_gap()
        except Exception as error:
            if is_of_database(error):
                raise
            self._trouble.failed(repr(error), error)
            raise unavailable(_("The log of this room cannot be read here.")) from error
        if self._room.head >= upto:
            self._gap = (0, 0.0)
            self._trouble.worked(0)

    def soon(self) -> None:
        """The same, in a task of its own."""
        if self._soon is None:
            self._soon = self._hub.spawn(self._run_once())
            # Where the log has a gap too, that is seen in the next turns.
            self._hub.reconciler.doubt([self._room.id])

    async def _run_once(self) -> None:
        try:
            await self.run()
        except Refused:
            pass  # said already
        finally:
            self._soon = None

    async def _take_in(self) -> None:
        """What follows the room's head, up to the end of the log or a gap."""
        room = self._room
        while True:
            documents = await in_log_thread(event_log.after, room.id, room.head, settings.WICK_PAGE)
            events = [event for event in readable(documents) if event.seq > room.head]
            whole = [event for place, event in enumerate(events, room.head + 1) if event.seq == place]
            room.receive(whole, [encode(event) for event in whole])
            if len(documents) < settings.WICK_PAGE or len(whole) < len(events):
                return

    async def _pass_gap(self) -> None:
        """The log goes on, and not with the next event. Nobody stores n + 1 who has not read n, so it was
        lost or damaged. When that is still so a moment later, the room goes on behind the gap."""
        head = self._room.head
        seq = await self._next_readable()
        if seq is None or seq == head + 1:
            return
        now = monotonic()
        if self._gap[0] != seq:
            self._gap = (seq, now)
        elif now - self._gap[1] >= GAP_AFTER:
            which = f"events {head + 1} to {seq - 1} are missing or cannot be read"
            self._trouble.failed(f"{which}; it goes on behind them")
            self._room.recent.pass_gap(seq - 1)
            await self._take_in()

    async def _next_readable(self) -> int | None:
        room = self._room
        documents = await in_log_thread(event_log.after, room.id, room.head, settings.WICK_PAGE)
        if not documents:
            return await in_log_thread(event_log.next_seq, room.id, room.head)
        return next((event.seq for event in readable(documents)), documents[-1]["seq"] + 1)
