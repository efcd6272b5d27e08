"""Brings rooms to life in this process, keeps what is known of them true, and forgets empty ones."""

import asyncio
import time
from typing import TYPE_CHECKING

from django.conf import settings

from chat.errors import not_found
from chat.events import Event, decode
from chat.live import LiveRoom
from chat.pool import in_thread, until_answered
from chat.queries import RoomState, events_before, room_state

if TYPE_CHECKING:
    from chat.hub import Hub

KEEP_EMPTY = 60.0  # seconds that a room without sockets stays in memory


class Loader:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._loading: dict[str, tuple[asyncio.Task[LiveRoom | None], list[bytes]]] = {}
        self._outdated: set[str] = set()  # rooms whose state changed after a look at it began
        self._looks = 0

    async def room(self, room_id: str) -> LiveRoom:
        """The live room; loaded once however many ask. Raises Refused (not_found)."""
        if room := self.hub.rooms.get(room_id):
            room.used_at = time.monotonic()
            return room
        if room_id not in self._loading:
            self._loading[room_id] = (self.hub.spawn(self._load(room_id)), [])
        task, _ = self._loading[room_id]
        loaded = await asyncio.shield(task)
        if loaded is None:
            raise not_found()
        return loaded

    def hear_events(self, room_id: str, bodies: list[bytes]) -> None:
        """Events that another process stored, as JSON. Not even read unless the room lives here or is
        about to: every process hears of every room."""
        if room := self.hub.rooms.get(room_id):
            room.receive([decode(body) for body in bodies], bodies)
        elif room_id in self._loading:
            self._loading[room_id][1].extend(bodies)

    async def _load(self, room_id: str) -> LiveRoom | None:
        try:
            while True:
                self._outdated.discard(room_id)
                found = await in_thread(_from_database, room_id)
                if room_id not in self._outdated:
                    break
        except BaseException:
            self._loading.pop(room_id, None)
            raise
        _, meanwhile = self._loading.pop(room_id)
        if found is None:
            return None
        state, newest = found
        room = LiveRoom(self.hub, state, newest, newest[-1].seq if newest else 0)
        room.used_at = time.monotonic()
        self.hub.rooms[room_id] = room
        for body in meanwhile:
            room.receive([decode(body)], [body])
        return room

    async def reload(self, room_id: str) -> None:
        """Looks again who may do what in a live room; whoever is banned now is put out."""
        self._outdated.add(room_id)  # a load that is under way has to look again too
        if room_id not in self.hub.rooms:
            return
        self._looks += 1
        look = self._looks
        state = await until_answered(room_state, room_id)
        room = self.hub.rooms.get(room_id)
        if state is None or room is None or room.looked_at > look:
            return
        if state.epoch != room.state.epoch:  # another life: everyone begins anew
            room.end()
            return
        room.state, room.looked_at = state, look
        for person in state.banned & room.people.keys():
            room.put_out(person, "banned")

    def forget_empty(self) -> None:
        now = time.monotonic()
        for room in list(self.hub.rooms.values()):
            if room.sockets or not room.writer.idle:
                room.used_at = now
            elif now - room.used_at > KEEP_EMPTY:
                del self.hub.rooms[room.id]


def _from_database(room_id: str) -> tuple[RoomState, list[Event]] | None:
    state = room_state(room_id)
    if state is None:
        return None
    return state, events_before(room_id, None, settings.WICK_PAGE)
