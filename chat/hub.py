"""What is live in this process: rooms, sockets, and the ties to the other processes.

One hub an event loop: the serving process has one for its life; a command has one for the length of
its action, which serves nobody and publishes before it ends.
"""

import asyncio
import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from chat import lease, notices
from chat.committer import Committer
from chat.errors import Close
from chat.events import encode
from chat.farewell import say_good_bye
from chat.frames import Frames
from chat.identity import Identities
from chat.live import LiveRoom
from chat.loader import Loader
from chat.orders import Orders
from chat.presence import Presence
from chat.relay import BEAT, Relay
from chat.sockets import Socket
from chat.throttle import Throttle
from chat.watch import Watch

logger = logging.getLogger(__name__)

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
        self.id = f"{settings.INSTANCE}/{uuid.uuid4().hex[:8]}"
        self.started_at = datetime.now(UTC)
        self.serving = False
        self.draining = False
        self.rooms: dict[str, LiveRoom] = {}
        self.sockets: set[Socket] = set()
        self.by_person: defaultdict[str, set[Socket]] = defaultdict(set)
        self.frames = Throttle(settings.WICK_RATE_FRAMES, burst=2)
        self.posts = Throttle(settings.WICK_RATE_POSTS, burst=2)
        self.identities = Identities()
        self.committer = Committer()
        self.relay = Relay(self)
        self.loader = Loader(self)
        self.orders = Orders(self)
        self.presence = Presence(self)
        self.watch = Watch(self)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._layer_broken = False
        self._next_beat = self._next_lease = 0.0  # monotonic times

    # --- life --------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Begins to live with the other processes; safe to call again."""
        if self.serving:
            return
        self.serving = True
        # A notice made in this process, on whichever thread, is looked at at once.
        notices.on_append.append(partial(_tell, asyncio.get_running_loop(), self._noticed))
        for work in (self.watch.run(), self.relay.listen(), self._keep_time()):
            self.spawn(work)

    async def drain(self) -> None:
        """The orderly end: see chat.farewell."""
        await say_good_bye(self)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else, and says so when it fails."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("work of the hub failed: %r", error)

    def _noticed(self) -> None:
        self.watch.look()
        self.relay.poke()

    async def _keep_time(self) -> None:
        """Beats, presence, ended sessions, empty rooms, and what this instance says of itself."""
        while True:
            try:
                self._turn(time.monotonic())
            except Exception:  # whatever it was, sessions have to end and presence to go on
                logger.exception("a turn of the hub failed")
            await asyncio.sleep(0.5)

    def _turn(self, now: float) -> None:
        if now >= self._next_beat:
            self._next_beat = now + BEAT
            self.relay.beat()
            self._end_sessions()
            self.loader.forget_empty()
            self._say_layer()
        if now >= self._next_lease and not self.draining:
            self._next_lease = now + lease.EVERY
            self.spawn(lease.renew(self))
        self.presence.tick()

    def _end_sessions(self) -> None:
        now = time.time()
        for socket in [s for s in self.sockets if s.guest.expires is not None and s.guest.expires < now]:
            socket.close(Close.NOT_SIGNED_IN)

    # --- the layer -----------------------------------------------------------------------------------------

    def layer_failed(self, error: Exception) -> None:
        """Said once; until the layer answers again, events go by way of MongoDB."""
        self.relay.heard_at = 0.0
        if not self._layer_broken:
            self._layer_broken = True
            reason = str(error).rstrip(".") or type(error).__name__
            logger.warning("the channel layer does not answer: %s. Events go by way of MongoDB.", reason)

    def _say_layer(self) -> None:
        if self._layer_broken and self.relay.healthy:
            self._layer_broken = False
            logger.warning("the channel layer answers again")
            self._make_good()

    def _make_good(self) -> None:
        """What the layer lost and no log has: who is here, and how far people have read elsewhere."""
        self.relay.lost()  # another process may not have noticed anything
        self.forget_markers()
        self.presence.tell_again()

    def forget_markers(self) -> None:
        """How far people have read is asked again."""
        for room in self.rooms.values():
            room.markers.clear()

    # --- sockets -------------------------------------------------------------------------------------------

    def connect(self, socket: Socket) -> None:
        self.sockets.add(socket)
        self.by_person[socket.person.id].add(socket)

    def disconnect(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        own = self.by_person.get(socket.person.id)
        if own is not None:
            own.discard(socket)
            if not own:
                del self.by_person[socket.person.id]
        for room_id in socket.rooms:
            if room := self.rooms.get(room_id):
                room.leave(socket)
        socket.rooms.clear()

    def show_typing(self, room_id: str, body: bytes, person: str) -> None:
        """A `typing` frame, to everyone in the room but the person."""
        if room := self.rooms.get(room_id):
            frames = Frames((body,))
            for socket in list(room.sockets):
                if socket.person.id != person:
                    socket.write(frames)

    def show_read(self, person: str, room_id: str, seq: int, but: Socket | None = None) -> None:
        """A person's marker moved: their other sockets hear of it."""
        if room := self.rooms.get(room_id):
            room.read_upto(person, seq)
        body = encode({"type": "read", "room": room_id, "seq": seq})
        for socket in self.by_person.get(person, ()):
            if socket is not but:
                socket.send_soon(body)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)
