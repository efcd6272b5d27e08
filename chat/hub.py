"""What is live in this process: rooms, sockets, and the ties to the other processes.

One hub an event loop: the serving process has one for its life; a command has one for the length of
its action, which serves nobody and publishes before it ends.
"""

import asyncio
import logging
import os
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from chat import notices
from chat.committer import Committer
from chat.errors import Close, not_found
from chat.events import Event, encode
from chat.frames import Frames
from chat.identity import Identities
from chat.live import LiveRoom
from chat.markdown import render
from chat.pool import in_thread
from chat.presence import Presence
from chat.queries import RoomState, events_before, room_state
from chat.relay import BEAT, Relay
from chat.sockets import Socket
from chat.throttle import Throttle
from chat.watch import Watch

logger = logging.getLogger(__name__)

DRAIN = 3.0  # seconds in which what is under way may come to its end before sockets are closed
KEEP_EMPTY = 60.0  # seconds that a room without sockets stays in memory
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
        self.mongodb_answers = True
        self.rooms: dict[str, LiveRoom] = {}
        self.sockets: set[Socket] = set()
        self.by_person: defaultdict[str, set[Socket]] = defaultdict(set)
        self.frames = Throttle(settings.WICK_RATE_FRAMES, burst=2)
        self.posts = Throttle(settings.WICK_RATE_POSTS, burst=2)
        self.identities = Identities()
        self.committer = Committer()
        self.relay = Relay(self)
        self.presence = Presence(self)
        self.watch = Watch(self)
        self._loading: dict[str, tuple[asyncio.Task[LiveRoom | None], list[Event]]] = {}
        self._outdated: set[str] = set()  # rooms whose state changed after a look at it began
        self._looks = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._layer_broken = False

    # --- life --------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Begins to live with the other processes; safe to call again."""
        if self.serving:
            return
        self.serving = True
        loop = asyncio.get_running_loop()
        # A notice made in this process, on whichever thread, is looked at at once.
        notices.on_append.append(partial(_tell, loop, self._noticed))
        for work in (self.watch.run(), self.relay.listen(), self._keep_time()):
            self.spawn(work)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else, and says so when it fails."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("work of the hub failed", exc_info=error)

    def _noticed(self) -> None:
        self.watch.look()
        self.relay.poke()

    async def _keep_time(self) -> None:
        """Beats, presence, ended sessions, empty rooms, and what this instance says of itself."""
        next_beat = next_report = 0.0
        while True:
            now = time.monotonic()
            if now >= next_beat:
                next_beat = now + BEAT
                self.relay.beat()
                self._end_sessions()
                self._forget_rooms(now)
                self._say_layer()
            self.presence.tick()
            if now >= next_report:
                next_report = now + 5
                self.spawn(self._report())
            await asyncio.sleep(0.5)

    def _end_sessions(self) -> None:
        now = time.time()
        for socket in [s for s in self.sockets if s.guest.expires is not None and s.guest.expires < now]:
            socket.close(Close.NOT_SIGNED_IN)

    def _forget_rooms(self, now: float) -> None:
        for room in list(self.rooms.values()):
            if room.sockets or not room.writer.idle:
                room.used_at = now
            elif now - room.used_at > KEEP_EMPTY:
                del self.rooms[room.id]

    async def _report(self) -> None:
        from chat.models import Instance

        layer = "memory" if self.relay.alone else "redis" if self.relay.healthy else "redis, broken"
        said = Instance(
            name=settings.INSTANCE,
            started_at=self.started_at,
            seen_at=datetime.now(UTC),
            sockets=len(self.sockets),
            people=len(self.by_person),
            rooms=sum(1 for room in self.rooms.values() if room.sockets),
            layer=layer,
            pid=os.getpid(),
        )
        try:
            await in_thread(said.save)
        except Exception as error:
            logger.debug("this instance could not say how it is: %s", error)

    async def drain(self) -> None:
        """Sends everyone away: what was sent is answered, then each socket is closed with 1012."""
        self.draining = True
        sockets = list(self.sockets)
        spread = min(20.0, 1.0 + len(sockets) / 500)
        for socket in sockets:
            after = round(random.uniform(0.5, 0.5 + spread), 2)  # noqa: S311  a delay, no secret
            socket.send(encode({"type": "reconnect", "after": after}))
        deadline = time.monotonic() + (DRAIN if sockets else 0.0)
        while time.monotonic() < deadline and not all(room.writer.idle for room in self.rooms.values()):
            await asyncio.sleep(0.05)
        await self.relay.drained()
        if sockets:
            await asyncio.sleep(0.5)  # whoever sends now still gets its `unavailable`
        for socket in list(self.sockets):
            socket.close(Close.GOING_AWAY)
        while self.sockets and time.monotonic() < deadline + 1:
            await asyncio.sleep(0.05)

    # --- the layer -----------------------------------------------------------------------------------------

    def layer_failed(self, error: Exception) -> None:
        self.relay.heard_at = 0.0
        if not self._layer_broken:
            self._layer_broken = True
            logger.warning("the channel layer does not answer: %s. Events go by way of MongoDB.", error)

    def _say_layer(self) -> None:
        if self._layer_broken and self.relay.healthy:
            self._layer_broken = False
            logger.warning("the channel layer answers again")

    def hear_events(self, room_id: str, events: list[Event]) -> None:
        """Events that another process stored."""
        if room := self.rooms.get(room_id):
            room.receive(events, ours=False)
        elif room_id in self._loading:
            self._loading[room_id][1].extend(events)

    # --- rooms ---------------------------------------------------------------------------------------------

    async def room(self, room_id: str) -> LiveRoom:
        """The live room; loaded once however many ask. Raises Refused (not_found)."""
        if room := self.rooms.get(room_id):
            room.used_at = time.monotonic()
            return room
        if room_id not in self._loading:
            self._loading[room_id] = (self.spawn(self._load(room_id)), [])
        task, _ = self._loading[room_id]
        room = await asyncio.shield(task)
        if room is None:
            raise not_found()
        return room

    async def _load(self, room_id: str) -> LiveRoom | None:
        try:
            while True:
                self._outdated.discard(room_id)
                found = await in_thread(_room_from_database, room_id)
                if room_id not in self._outdated:
                    break
        except BaseException:
            self._loading.pop(room_id, None)
            raise
        _, meanwhile = self._loading.pop(room_id)
        if found is None:
            return None
        state, newest = found
        room = LiveRoom(self, state, newest, newest[-1].seq if newest else 0)
        room.used_at = time.monotonic()
        self.rooms[room_id] = room
        for event in meanwhile:
            room.receive([event], ours=False)
        return room

    async def reload(self, room_id: str) -> None:
        """Looks again who may do what in a live room."""
        self._outdated.add(room_id)  # a load that is under way has to look again too
        if room_id not in self.rooms:
            return
        self._looks += 1
        look = self._looks
        state = await in_thread(room_state, room_id)
        room = self.rooms.get(room_id)
        if state is None or room is None or room.looked_at > look:
            return
        if state.epoch != room.state.epoch:  # another life: everyone begins anew
            self._restart(room)
            return
        room.state, room.looked_at = state, look
        for person in {socket.person.id for socket in room.sockets} & state.banned:
            self._put_out(room, person, "banned")

    def _restart(self, room: LiveRoom) -> None:
        del self.rooms[room.id]
        for socket in list(room.sockets):
            room.leave(socket)
            socket.rooms.discard(room.id)
            socket.send_soon(encode({"type": "left", "room": room.id, "reason": "gone"}))

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
        if room := self.rooms.get(room_id):
            frames = Frames((body,))
            for socket in room.sockets:
                if socket.person.id != person:
                    socket.write(frames)

    def show_read(self, person: str, room_id: str, seq: int, but: Socket | None = None) -> None:
        if room := self.rooms.get(room_id):
            room.read_upto(person, seq)
        body = encode({"type": "read", "room": room_id, "seq": seq})
        for socket in self.by_person.get(person, ()):
            if socket is not but:
                socket.send_soon(body)

    # --- notices -------------------------------------------------------------------------------------------

    def notice(self, kind: str, data: dict[str, Any]) -> None:
        """Carries out one notice on what is live here. A kind that we do not know is passed over."""
        self.identities.forget()
        if kind == notices.PERSON:
            self.spawn(self._look_at_person(data["user"]))
        elif kind == notices.SESSION:
            self._close(Close.NOT_SIGNED_IN, session=data["session"])
        elif kind == notices.TOKEN:
            self._close(Close.NOT_SIGNED_IN, token=data["token"])
        elif kind == notices.ROOM:
            self.spawn(self.reload(data["room"]))
        elif kind == notices.LEFT:
            self.spawn(self.reload(data["room"]))
            if room := self.rooms.get(data["room"]):
                self._put_out(room, data["user"], data["reason"])
        elif kind == notices.NEWS:
            self._tell_all({"type": "news", "text": data["text"], "html": render(data["text"])})

    def _close(self, code: int, *, session: str | None = None, token: str | None = None) -> None:
        for socket in list(self.sockets):
            guest = socket.guest
            if (session and guest.session == session) or (token and guest.token == token):
                socket.close(code)

    async def _look_at_person(self, person: str) -> None:
        """Closes the sockets of somebody who was suspended or deleted, and those of sessions that a new
        password ended; renames the others."""
        if person not in self.by_person:
            return
        found = await in_thread(self.identities.look_up, person)
        for socket in list(self.by_person.get(person, ())):
            if found is None:
                socket.close(Close.NOT_ALLOWED)
            elif socket.guest.proof not in (None, found.proof):
                socket.close(Close.NOT_SIGNED_IN)
            else:
                socket.person = found.person

    def _put_out(self, room: LiveRoom, person: str, reason: str) -> None:
        if reason == "banned":  # nothing may slip in before the state is loaded again
            room.state = banned_too(room.state, person)
        for socket in list(self.by_person.get(person, ())):
            if room.id in socket.rooms:
                room.leave(socket)
                socket.rooms.discard(room.id)
                socket.send_soon(encode({"type": "left", "room": room.id, "reason": reason}))

    def _tell_all(self, frame: dict[str, Any]) -> None:
        frames = Frames((encode(frame),))
        for socket in list(self.sockets):
            socket.write(frames)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)


def banned_too(state: RoomState, person: str) -> RoomState:
    return replace(state, banned=state.banned | {person})


def _room_from_database(room_id: str) -> tuple[RoomState, list[Event]] | None:
    state = room_state(room_id)
    if state is None:
        return None
    return state, events_before(room_id, None, settings.WICK_PAGE)
