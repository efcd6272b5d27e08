"""What a hub that serves does twice a second: beats, presence, ended sessions, empty rooms, and what this
instance says of itself."""

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine, Mapping
from datetime import datetime
from typing import Any, Protocol

from chat.protocol.errors import Close
from chat.realtime import heartbeat
from chat.realtime.bus import Bus
from chat.realtime.loader import Loader
from chat.realtime.person_states import PersonStates
from chat.realtime.presence import Presence
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket
from chat.realtime.watch_people import WatchPeople
from chat.realtime.watching import Watching
from chat.storage.outage import Outage
from chatsite.mongo.migrated import NotMigrated

logger = logging.getLogger(__name__)

TURN = 0.5  # seconds between two turns
ACTIVITY = 1.0  # seconds between two frames of a room at least
CLEARING = 1.0  # seconds between two looks for what has ended


class ServingHub(Protocol):
    """What is asked of the hub."""

    started_at: datetime
    draining: bool
    exit_status: int
    rooms: dict[str, LiveRoom]
    sockets: set[Socket]
    bus: Bus
    loader: Loader
    watching: Watching
    states: PersonStates
    watch_people: WatchPeople
    presence: Presence

    @property
    def by_user(self) -> Mapping[str, set[Socket]]: ...

    def spawn(self, work: Coroutine[Any, Any, Any]) -> object: ...


class Turns:
    def __init__(self, hub: ServingHub) -> None:
        self._hub = hub
        self._outage = Outage(logger, "a turn of the hub failed: %s", "turns of the hub work again")
        self._next_clearing = self._next_heartbeat = self._next_activity = 0.0  # monotonic times

    async def run(self) -> None:
        while True:
            try:
                self._turn(time.monotonic())
                self._outage.worked()
            except Exception as error:  # whatever it was, sessions have to end and presence to go on
                self._outage.failed(repr(error), error)
            await asyncio.sleep(TURN)

    def _turn(self, now: float) -> None:
        hub = self._hub
        hub.bus.turn()
        if now >= self._next_clearing:
            self._next_clearing = now + CLEARING
            self._end_sessions()
            hub.loader.forget_empty()
        if now >= self._next_activity:
            self._next_activity = now + ACTIVITY
            hub.watching.tick()
            self._show_states()
            hub.states.tick()
            hub.watch_people.tick()
        if now >= self._next_heartbeat and not hub.draining:
            self._next_heartbeat = now + heartbeat.EVERY
            hub.spawn(self._write_heartbeat())
        hub.presence.tick()

    def _end_sessions(self) -> None:
        now = time.time()
        for socket in [
            s for s in self._hub.sockets if s.credentials.expires is not None and s.credentials.expires < now
        ]:
            socket.close(Close.NOT_SIGNED_IN)

    def _show_states(self) -> None:
        """Who is away here, or is not any more, is shown so in the rooms that they follow."""
        rooms = self._hub.rooms
        for user in self._hub.states.take_changed():
            followed = {room for socket in self._hub.by_user.get(user, ()) for room in socket.rooms}
            for room in followed & rooms.keys():
                if user in rooms[room].people:
                    self._hub.presence.changed(rooms[room], user)

    async def _write_heartbeat(self) -> None:
        """Records in MongoDB how this instance is. Where the database is not ready for this code, it ends."""
        hub = self._hub
        rooms = sum(1 for room in hub.rooms.values() if room.sockets)
        load = heartbeat.Load(len(hub.sockets), len(hub.by_user), rooms)
        try:
            await heartbeat.write(hub.started_at, load, hub.bus)
        except NotMigrated as error:
            logger.critical("%s This instance ends.", error)
            hub.exit_status = 1
            signal.raise_signal(signal.SIGTERM)
