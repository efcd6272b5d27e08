"""What makes it sure: twice a second this process asks MongoDB what the layer may not have told it.

The heads of the rooms that are live here, so that even a room's last message cannot stay unseen; and
the notices, so that a ban or a revoked token reaches open sockets whatever Redis does.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat import log, notices
from chat.pool import in_thread
from chatsite.mongo.errors import short

if TYPE_CHECKING:
    from chat.hub import Hub

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds
Look = Callable[[dict[str, int]], dict[str, int]]  # log.moved, or one that is surer


class Watch:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.seen: int | None = None  # the newest notice that was carried out here
        self._heads = log.SureHeads()
        self._poked = asyncio.Event()
        self._asked: dict[str, list[asyncio.Future[None]]] = {}
        self._asking: asyncio.Task[None] | None = None

    def look(self) -> None:
        """There is news: do not wait for the next turn."""
        self._poked.set()

    async def run(self) -> None:
        """Looks for ever. An unreachable database is said once, and once when it is back."""
        reachable = True
        while True:
            self._poked.clear()
            try:
                await self._read_notices()
                await self.check_heads(room.id for room in self.hub.rooms.values())
                if not reachable:
                    logger.warning("MongoDB answers again")
                reachable = True
            except (PyMongoError, DatabaseError, OSError) as error:
                if reachable:
                    logger.warning("MongoDB does not answer: %s", short(error))
                reachable = False
            except Exception:
                logger.exception("looking for news failed")
            try:
                await asyncio.wait_for(self._poked.wait(), EVERY)
            except TimeoutError:
                continue

    async def _read_notices(self) -> None:
        if self.seen is None:
            self.seen = await in_thread(notices.head)
            return
        while found := await in_thread(notices.after, self.seen):
            for notice in found:
                self.seen = notice["_id"]
                self._carry_out(notice)

    def _carry_out(self, notice: dict[str, Any]) -> None:
        try:
            self.hub.orders.carry_out(notice["kind"], notice["data"])
        except Exception:
            logger.exception("notice %s could not be carried out", notice["_id"])

    async def check_heads(self, rooms: Iterable[str], look: Look = log.moved) -> None:
        """Catches up every one of these live rooms that has more in the log."""
        known = {room: self.hub.rooms[room].head for room in rooms if room in self.hub.rooms}
        if not known:
            return
        for room in await in_thread(look, known):
            if live := self.hub.rooms.get(room):
                await live.catch_up()

    async def be_sure(self, room: str) -> None:
        """Returns when all that was acked before this call, wherever, is in the room's memory here.

        Any number of callers share a query: while one is under way, the next one gathers.
        """
        sure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(room, []).append(sure)
        if self._asking is None:
            self._asking = self.hub.spawn(self._ask())
        await sure

    async def _ask(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                error: Exception | None = None
                try:
                    await self.check_heads(asked, self._heads.moved)
                except Exception as problem:
                    error = problem
                for sure in (sure for waiting in asked.values() for sure in waiting if not sure.done()):
                    if error is None:
                        sure.set_result(None)
                    else:
                        sure.set_exception(error)
        finally:
            self._asking = None
