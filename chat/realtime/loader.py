"""Brings rooms to life in this process, keeps what is known of them true, and forgets empty ones."""

import asyncio
import time

from django.conf import settings

from chat.events.base import WireEvent
from chat.events.kinds import decode
from chat.protocol.errors import not_found
from chat.queries.access import NEITHER, access_of
from chat.queries.room_state import RoomState, room_state
from chat.queries.timeline import events_before
from chat.realtime.room import LiveRoom, RoomHub
from chat.storage.executor import in_thread, until_answered

KEEP_EMPTY = 60.0  # seconds that a room without sockets stays in memory
MEANWHILE = 1000  # events that are kept while their room is being loaded


class Loader:
    def __init__(self, rooms: dict[str, LiveRoom], hub: RoomHub) -> None:
        """`rooms`: the live ones, by id; new ones are put there, and get `hub`."""
        self._rooms, self._hub = rooms, hub
        self._loading: dict[str, tuple[asyncio.Task[LiveRoom | None], list[bytes]]] = {}
        self._outdated: set[str] = set()  # of those that are being loaded: their state has changed meanwhile
        self._looks = 0

    async def room(self, room_id: str) -> LiveRoom:
        """The live room; loaded once however many ask. Raises Refused (not_found)."""
        if room := self._rooms.get(room_id):
            room.used_at = time.monotonic()
            return room
        if room_id not in self._loading:
            self._hub.bus.join(room_id)  # before the log is read, so that nothing falls between
            self._loading[room_id] = (self._hub.spawn(self._load(room_id)), [])
        task, _ = self._loading[room_id]
        loaded = await asyncio.shield(task)
        if loaded is None:
            raise not_found()
        return loaded

    def is_loading(self, room_id: str) -> bool:
        return room_id in self._loading

    def receive_events(self, room_id: str, bodies: list[bytes]) -> None:
        """Events that another process stored, as JSON. Not even read unless the room is live here or about
        to be: from the version before every process hears of every room."""
        if room := self._rooms.get(room_id):
            room.receive([decode(body) for body in bodies], bodies)
            return
        if room_id in self._loading:
            meanwhile = self._loading[room_id][1]
            meanwhile.extend(bodies)
            del meanwhile[:-MEANWHILE]  # what is missing then is found in the log
        self._hub.watching.receive_bodies(room_id, bodies)

    def receive_head(self, room_id: str, seq: int) -> None:
        """Another process says up to where a room's log goes."""
        room = self._rooms.get(room_id)
        if room is None:
            self._hub.watching.receive_head(room_id, seq)
        elif room.head < seq:
            room.catch_up_soon()

    async def _load(self, room_id: str) -> LiveRoom | None:
        try:
            while True:
                self._outdated.discard(room_id)
                found = await in_thread(_from_database, room_id)
                if room_id not in self._outdated:
                    break
        except BaseException:
            self._loading.pop(room_id, None)
            self._outdated.discard(room_id)
            self._hub.leave_group(room_id)
            raise
        _, meanwhile = self._loading.pop(room_id)
        if found is None:
            self._hub.leave_group(room_id)
            return None
        state, newest = found
        room = LiveRoom(self._hub, state, newest, newest[-1].seq if newest else 0)
        room.used_at = time.monotonic()
        self._rooms[room_id] = room
        self._hub.memory.use(room)
        for body in meanwhile:
            room.receive([decode(body)], [body])
        self._hub.reconciler.came_to_life(room_id)
        self._hub.watching.receive_head(room_id, room.head)
        return room

    async def reload(self, room_id: str, *, recheck: bool = True) -> None:
        """Looks again who may do what in a live room. `recheck`: also which of those here may
        stay; the others are removed."""
        if room_id in self._loading:
            self._outdated.add(room_id)  # the load that is under way has to look again
        if room_id not in self._rooms:
            return
        if recheck:
            self._rooms[room_id].access.forget_all()
        self._looks += 1
        look = self._looks
        state = await until_answered(room_state, room_id)
        room = self._rooms.get(room_id)
        if room is None or room.looked_at > look:
            return
        if state is None or state.epoch != room.state.epoch:  # it was deleted or restored
            room.end()
            return
        room.state, room.looked_at = state, look
        if recheck and room.people:
            await self._recheck(room)

    async def _recheck(self, room: LiveRoom) -> None:
        """Removes those who may not see the room."""
        people = list(room.people.values())
        found = await until_answered(access_of, room.id, [actor.id for _, actor in people])
        for _, actor in people:
            access = found.get(actor.id, NEITHER)
            if access.banned:
                room.remove(actor.id, "banned")
            elif not access.member and room.state.is_closed_to(actor):
                room.remove(actor.id, "gone")

    def forget_empty(self) -> None:
        now = time.monotonic()
        for room in list(self._rooms.values()):
            if room.sockets or not room.writer.idle:
                room.used_at = now
            elif now - room.used_at > KEEP_EMPTY:
                self._hub.forget(room)


def _from_database(room_id: str) -> tuple[RoomState, list[WireEvent]] | None:
    state = room_state(room_id)
    if state is None:
        return None
    return state, events_before(room_id, None, settings.WICK_PAGE)
