"""Asks MongoDB for what the channel layer may not have delivered.

The notices, twice a second, so that a ban or a revoked token reaches open sockets whatever Redis does. And
the heads of rooms that are live here, so that even a room's last message cannot stay unseen: where there is a
reason to doubt (a subscription began just now, the layer cannot be trusted), and of all rooms in their turn,
since nobody can know of every loss. While nothing is written to the log, nothing can be lost, and the turns
are far apart.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any, Protocol, TypeVar

from chat.realtime.log_activity import LogActivity
from chat.realtime.sweep import Sweep
from chat.realtime.tasks import Tasks
from chat.storage import log_heads, log_writes, notice_log
from chat.storage.executor import in_news_thread, in_thread
from chat.storage.outage import Outage
from chatsite.mongo.errors import is_of_database, short

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds
AT_ONCE = 4  # rooms that catch up at the same time, so that threads of the log are left for appends
ALL = 1.0  # seconds between two looks at all rooms while the layer is not trusted
T = TypeVar("T")
Look = Callable[[dict[str, int]], dict[str, int]]  # log_heads.ahead_of, or CurrentHeads.ahead_of


class FollowedRoom(Protocol):
    """What is asked of a live room."""

    id: str

    @property
    def head(self) -> int:
        """The newest seq that is known here."""

    async def catch_up(self, upto: int) -> None:
        """Takes in what the log has beyond the head. `upto`: a seq that it has for certain."""


class EventLayer(Protocol):
    """What delivers events by itself (chat.realtime.bus.Bus)."""

    @property
    def is_trusted(self) -> bool:
        """Does it, as far as anybody can know?"""


class Handlers(Protocol):
    """What notices are handed to (chat.realtime.notice_handlers)."""

    def handle(self, kind: str, data: dict[str, Any]) -> None:
        """Applies one notice to what is live here."""


class StateLoader(Protocol):
    """What looks up the state of rooms (chat.realtime.loader)."""

    async def reload(self, room_id: str) -> None:
        """Looks again who may do what in a live room."""


class Reconciler:
    def __init__(
        self,
        rooms: Mapping[str, FollowedRoom],
        notice_handlers: Handlers,
        loader: StateLoader,
        tasks: Tasks,
        database: Outage,
        layer: EventLayer,
    ) -> None:
        """`rooms`: the live ones, by id. `database` records how the looks at MongoDB go."""
        self._rooms, self._notice_handlers, self._loader = rooms, notice_handlers, loader
        self._tasks, self._database, self._layer = tasks, database, layer
        self.seen: int | None = None  # the newest notice that was handled here
        self._heads = log_heads.CurrentHeads()
        self._doubted: set[str] = set()  # live rooms to look at in the next turn
        self._sweep = Sweep()
        self._activity = LogActivity()
        self._trusted = True  # the layer, in the last turn
        self._all_due, self._all_at = False, 0.0  # a look at all rooms, and when the last one was (monotonic)
        self._reading = asyncio.Event()
        self._poked = asyncio.Event()
        self._asked: dict[str, list[asyncio.Future[None]]] = {}
        self._checking: asyncio.Task[None] | None = None
        self._faults = Outage(logger, "looking for news failed: %s", "looking for news works again")

    def look(self) -> None:
        """There is news: do not wait for the next turn."""
        self._poked.set()

    async def reading(self) -> None:
        """Returns once notices are read: a user connected before could miss one that is about them."""
        if self.seen is None:
            await self._reading.wait()

    async def run(self) -> None:
        """Looks for ever, whatever goes wrong."""
        while True:
            self._poked.clear()
            try:
                await self._read_notices()
                await self._see_whether_the_log_rests()
                failed = await self.check_heads(self._due())
                self._say_how_it_went(next(filter(is_of_database, failed.values()), None))
            except Exception as error:
                self._say_how_it_went(error)
            try:
                await asyncio.wait_for(self._poked.wait(), EVERY)
            except TimeoutError:
                continue

    def _say_how_it_went(self, error: Exception | None) -> None:
        if error is None:
            self._database.worked()
            self._faults.worked()
        elif is_of_database(error):
            self._database.failed(short(error))
        else:
            self._faults.failed(repr(error), error)

    async def _read_notices(self) -> None:
        if self.seen is None:
            self.seen = await in_news_thread(notice_log.head)
            self._reading.set()
            for room in list(self._rooms):  # looked up before notices were read
                self._tasks.spawn(self._loader.reload(room))
            return
        while found := await in_news_thread(notice_log.after, self.seen):
            for notice in found:
                self.seen = notice["_id"]
                self._handle(notice)

    def _handle(self, notice: dict[str, Any]) -> None:
        try:
            self._notice_handlers.handle(notice["kind"], notice["data"])
        except Exception:
            logger.exception("notice %s could not be handled", notice["_id"])

    async def _see_whether_the_log_rests(self) -> None:
        """One command in place of a look at each room, as long as nobody writes anything anywhere."""
        if self._sweep.is_due and len(self._sweep):
            self._activity.see(await in_news_thread(log_writes.count))
            self._sweep.rest(self._activity.rests)

    # --- heads -------------------------------------------------------------------------------------------

    def came_to_life(self, room: str) -> None:
        """The room is live now, as the log had it a moment ago."""
        self._sweep.looked_at(room)
        self.doubt([room])

    def forget(self, room: str) -> None:
        """The room is not live any more."""
        self._sweep.forget(room)
        self._doubted.discard(room)

    def doubt(self, rooms: Iterable[str]) -> None:
        """What was said of these rooms may not have arrived: those that are live are looked at soon."""
        self._doubted.update(room for room in rooms if room in self._rooms)

    def doubt_all(self) -> None:
        """The same of all rooms."""
        self._all_due = True

    def _due(self) -> list[str]:
        """The rooms to look at now."""
        if not (trusted := self._layer.is_trusted) or not self._trusted:
            self._all_due = True  # for the last time when it is trusted again
        self._trusted = trusted
        now = monotonic()
        if self._all_due and now - self._all_at >= ALL:
            self._all_due, self._all_at = False, now
            self._doubted.clear()
            for room in self._rooms:
                self._sweep.looked_at(room)
            return list(self._rooms)
        due, self._doubted = self._doubted, set()
        return list(due.union(self._sweep.due()))

    async def check_heads(
        self, rooms: Iterable[str], look: Look = log_heads.ahead_of
    ) -> dict[str, Exception]:
        """Catches up every one of these live rooms that has more in the log. What went wrong with which room?
        Raises what concerns all of them. Those that could not be caught up stay in doubt."""
        known = {room: self._rooms[room].head for room in rooms if room in self._rooms}
        if not known:
            return {}
        try:
            ahead = await in_news_thread(look, known)
        except Exception:
            self.doubt(known)
            raise
        places = asyncio.Semaphore(AT_ONCE)
        found = await asyncio.gather(*(self._catch_up(room, ahead[room], places) for room in ahead))
        return {room: error for room, error in zip(ahead, found, strict=True) if error is not None}

    async def _catch_up(self, room_id: str, upto: int, places: asyncio.Semaphore) -> Exception | None:
        """One room's trouble is no other's."""
        async with places:
            try:
                if room := self._rooms.get(room_id):
                    await room.catch_up(upto)
                    if room.head < upto:
                        self.doubt([room_id])
            except Exception as error:
                self.doubt([room_id])
                return error
        return None

    async def ensure_current(self, room: str) -> None:
        """Returns when all that was acked before this call, wherever, is in the room's memory here.

        Any number of callers share a query: while one is under way, the next one gathers.
        """
        checked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(room, []).append(checked)
        if self._checking is None:
            self._checking = self._tasks.spawn(self._ask())
        await checked

    async def read(self, room: str, read: Callable[[], T], head_of: Callable[[T], int]) -> T:
        """What `read` finds in the database, the room's head among it. Returns when all that was acked before
        this call is in the room's memory here, as `ensure_current` does, but without a query of its own."""
        found, is_whole = await in_thread(self._heads.read, read)
        live = self._rooms.get(room)
        if not is_whole:
            await self.ensure_current(room)
        elif live is not None and live.head < head_of(found):
            await live.catch_up(head_of(found))
        return found

    async def _ask(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                try:
                    failed = await self.check_heads(asked, self._heads.ahead_of)
                except Exception as error:
                    failed = dict.fromkeys(asked, error)
                for room, waiting in asked.items():
                    for checked in (checked for checked in waiting if not checked.done()):
                        if room in failed:
                            checked.set_exception(failed[room])
                        else:
                            checked.set_result(None)
        finally:
            self._checking = None
