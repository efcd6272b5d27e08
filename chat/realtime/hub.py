"""What is live in this process: rooms, sockets, and the ties to the other processes.

One hub an event loop: the serving process has one for its life; a command has one for the length of
its action, which serves nobody and publishes before it ends.
"""

import asyncio
import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from chat.accounts.identities import Identities
from chat.actors.actor import Actor
from chat.realtime.bus import Bus
from chat.realtime.bus_handlers import BusHandlers
from chat.realtime.committer import Committer
from chat.realtime.connections import Connections
from chat.realtime.drafts import Drafts
from chat.realtime.loader import Loader
from chat.realtime.memory import Memory
from chat.realtime.notice_handlers import NoticeHandlers
from chat.realtime.person_states import AWAY, PERSON, PersonStates
from chat.realtime.presence import Presence
from chat.realtime.profile_changes import ProfileChanges
from chat.realtime.rate_limit import RateLimiter
from chat.realtime.read_markers import ReadMarkers
from chat.realtime.reconciler import Reconciler
from chat.realtime.room import LiveRoom
from chat.realtime.shutdown import drain
from chat.realtime.sockets import Socket
from chat.realtime.tasks import Tasks
from chat.realtime.turns import Turns
from chat.realtime.typing_indicator import TypingIndicator
from chat.realtime.watch_changes import WatchChanges
from chat.realtime.watch_counts import WatchCounts
from chat.realtime.watch_people import WatchPeople
from chat.realtime.watch_sweep import WatchSweep
from chat.realtime.watching import Watching
from chat.storage import background, notice_log
from chat.storage.batching import Batcher
from chat.storage.executor import in_thread
from chat.storage.outage import Outage

logger = logging.getLogger(__name__)

# What product areas do with the hub of this process when it begins; in a worker, which does not serve, too.
areas: "list[Callable[[Hub], None]]" = []

_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def current() -> "Hub":
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub()
    return hub


class Hub:
    def __init__(self) -> None:
        self.started_at = datetime.now(UTC)
        self.serving = False
        self.draining = False
        self.exit_status = 0  # of the process: 1 when it ends for a fault that somebody has to fix
        self.rooms: dict[str, LiveRoom] = {}
        self.sockets: set[Socket] = set()
        self.by_user: defaultdict[str, set[Socket]] = defaultdict(set)
        self.frames = RateLimiter(settings.WICK_RATE_FRAMES, burst=2)
        self.posts = RateLimiter(settings.WICK_RATE_POSTS, burst=2)
        self.identities = Identities()
        self.connections = Connections()
        self.committer = Committer()
        self.joins: Batcher[tuple[str, Actor, int], bool] | None = None  # of chat.actions.writers
        self.replies: Batcher[Any, list[str]] | None = None  # of chat.actions.followed_threads
        self.memory = Memory(settings.WICK_MEMORY_MIB * 1024 * 1024)
        self.database = Outage(logger, "MongoDB does not answer: %s", "MongoDB answers again")
        self.tasks = Tasks(self.database)
        self.bus = Bus(f"{settings.INSTANCE}/{uuid.uuid4().hex[:8]}")
        self.presence = Presence(self.rooms, self.bus, self._is_away)
        self.typing = TypingIndicator(self.rooms, self.bus)
        self.read_markers = ReadMarkers(self.rooms, self.by_user)
        self.drafts = Drafts(self.by_user)
        self.loader = Loader(self.rooms, self)
        self.watching = Watching(self.rooms, self.bus, self.loader.is_loading)
        self.watch_counts = WatchCounts(self.watching.rooms, self.watching.watchers, self.tasks)
        self.watch_changes = WatchChanges(self.watching, self.tasks)
        self.states = PersonStates(self.by_user, self.bus)
        self.watch_people = WatchPeople(self.watching.rooms, self.watching.watchers, self.states)
        self.watching.on_rooms, self.watching.on_end = self.watch_people.update, self.watch_people.forget
        self.presence.on_ended.append(self.states.ended)
        self.watch_sweep = WatchSweep(self.watching, self.rooms, self.bus, self.database)
        self._connect_parts()
        self.connecting = Outage(logger, "no client can connect: %s", "clients can connect again")
        self._background: background.BackgroundWork | None = None

    def _connect_parts(self) -> None:
        """Notices and what other processes say reach the parts that they concern."""
        self.notice_handlers = NoticeHandlers(
            self.rooms,
            self.sockets,
            self.by_user,
            self.identities,
            self.loader,
            self.tasks,
            self.watch_changes,
            ProfileChanges(self.rooms, self.by_user, self.watching.watchers, self.tasks),
        )
        self.reconciler = Reconciler(
            self.rooms, self.notice_handlers, self.loader, self.tasks, self.database, self.bus
        )
        self.bus.handlers = BusHandlers(
            self.loader,
            self.reconciler,
            self.typing,
            self.presence,
            self.read_markers,
            self.drafts,
            self.watch_counts,
            self.watch_sweep,
            self.states,
        ).by_kind()
        self.bus.head_of, self.bus.on_subscribed = self._head_of, self._subscribed

    # --- life --------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Starts to work with the other processes; safe to call again."""
        if self.serving:
            return
        self.serving = True
        # A notice made in this process, on whichever thread, is looked at at once.
        notice_log.on_append.append(partial(_call_in, asyncio.get_running_loop(), self._noticed))
        for work in (self.reconciler.run(), self.watch_sweep.run(), self.bus.listen(), Turns(self).run()):
            self.spawn(work)
        self.attach_areas()
        if settings.WICK_BACKGROUND_WORK:
            self._background = background.BackgroundWork(self.database)

    def attach_areas(self) -> None:
        """Product areas may use this hub from now on."""
        for attach in areas:
            attach(self)

    async def drain(self) -> None:
        """Accepts nothing new, and ends in order (chat.realtime.shutdown)."""
        self.draining = True
        ended = [] if self._background is None else [in_thread(self._background.stop)]
        await asyncio.gather(drain(self.sockets, self.rooms, self.bus), *ended)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else; its failure is logged."""
        return self.tasks.spawn(work)

    def _noticed(self) -> None:
        self.reconciler.look()
        self.bus.poke()

    def _is_away(self, user: str) -> bool:
        return self.states.own(user) == AWAY

    def forget(self, room: LiveRoom) -> None:
        """The room is not live here any more."""
        room.is_forgotten = True
        self.memory.forget(room)
        if self.rooms.get(room.id) is room:
            del self.rooms[room.id]
            self.presence.forget(room.id)
            self.reconciler.forget(room.id)
            self.leave_group(room.id)

    def leave_group(self, room_id: str) -> None:
        """The room is not live here: what happens there need not arrive, unless it is watched."""
        if not self.watching.is_watched(room_id):
            self.bus.leave(room_id)

    def _head_of(self, room_id: str) -> int | None:
        room = self.rooms.get(room_id)
        return None if room is None else room.head

    def _subscribed(self, room_id: str) -> None:
        """From now on what others say of the room arrives; something before may have been missed."""
        if room_id.startswith(PERSON):
            self.states.subscribed(room_id)
            return
        self.reconciler.doubt([room_id])
        self.presence.exchange.ask_about(room_id)
        self.watching.miss(room_id)

    def show_own(self, users: list[str], body: bytes) -> None:
        """A frame, as JSON, for all sockets of these people (ids), on other instances too. It may be lost."""
        self.drafts.show_all(users, body)
        self.bus.own_frames(users, body)

    # --- sockets -------------------------------------------------------------------------------------------

    def connect(self, socket: Socket) -> None:
        self.sockets.add(socket)
        before = self.states.own(socket.actor.id)
        self.by_user[socket.actor.id].add(socket)
        self.states.changed(socket.actor.id, before)

    def disconnect(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        before = self.states.own(socket.actor.id)
        own = self.by_user.get(socket.actor.id)
        if own is not None:
            own.discard(socket)
            if not own:
                del self.by_user[socket.actor.id]
        self.states.changed(socket.actor.id, before)
        for room_id in socket.rooms:
            if room := self.rooms.get(room_id):
                room.leave(socket)
        socket.rooms.clear()
        self.watching.disconnect(socket)


def _call_in(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)
