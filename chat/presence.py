"""Who is here. Every process tells the others who is on it, as a lease; nothing of it is stored."""

import time
from typing import TYPE_CHECKING, Any

from chat.events import Author, encode

if TYPE_CHECKING:
    from chat.hub import Hub
    from chat.live import LiveRoom

EVERY = 5.0  # seconds between two lists of a room
LEASE = 15.0  # seconds after which a silent process has nobody
NAMED = 100  # people; above, only their number is told

Names = list[str]  # id, username, name


class Presence:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._changed: set[str] = set()  # rooms whose list differs from what their sockets were told
        self._ours_changed: set[str] = set()  # rooms whose people on this process changed
        self._told_at: dict[str, float] = {}
        self._elsewhere: dict[str, dict[str, list[Names]]] = {}  # process: room: people
        self._heard_at: dict[str, float] = {}

    # --- what others say ---------------------------------------------------------------------------------

    def heard(self, process: str, rooms: dict[str, list[Names]]) -> None:
        """`rooms` are those whose people changed on `process`, each with its whole list."""
        self.beat(process)
        known = self._elsewhere.setdefault(process, {})
        for room, people in rooms.items():
            if people:
                known[room] = people
            else:
                known.pop(room, None)
            self._changed.add(room)

    def beat(self, process: str) -> None:
        if process not in self._heard_at:  # it may know neither us nor whom we have
            self._ours_changed.update(self.hub.rooms)
            self.hub.relay.beat()
        self._heard_at[process] = time.monotonic()

    @property
    def company(self) -> bool:
        """Is there another process that lives with us?"""
        return bool(self._heard_at)

    # --- what we say -------------------------------------------------------------------------------------

    def changed(self, room: "LiveRoom") -> None:
        self._changed.add(room.id)
        self._ours_changed.add(room.id)

    def tick(self) -> None:
        """Twice a second: tells processes and sockets what changed, a room at most every five seconds."""
        now = time.monotonic()
        for process in [p for p, at in self._heard_at.items() if now - at > LEASE]:
            del self._heard_at[process]
            self._changed.update(self._elsewhere.pop(process, ()))
        if self._ours_changed:
            self.hub.relay.here({room: self._here(room) for room in self._ours_changed})
            self._ours_changed.clear()
        for room in [r for r in self._changed if now - self._told_at.get(r, 0.0) >= EVERY]:
            self._changed.discard(room)
            self._tell(room, now)

    def _tell(self, room_id: str, now: float) -> None:
        room = self.hub.rooms.get(room_id)
        if room is None or not room.sockets:
            self._told_at.pop(room_id, None)
            return
        self._told_at[room_id] = now
        body = self.frame(room_id)
        for socket in room.sockets:
            socket.send_soon(body)

    def frame(self, room_id: str) -> bytes:
        """The `presence` frame of a room as it is known now."""
        elsewhere = [rooms[room_id] for rooms in self._elsewhere.values() if room_id in rooms]
        room = self.hub.rooms.get(room_id)
        if room is not None and not elsewhere and len(room.people) > NAMED:
            return encode({"type": "presence", "room": room_id, "count": len(room.people)})
        people = {names[0]: names for here in (*elsewhere, self._here(room_id)) for names in here}
        frame: dict[str, Any] = {"type": "presence", "room": room_id, "count": len(people)}
        if len(people) <= NAMED:
            frame["online"] = [Author(*names) for names in people.values()]
        return encode(frame)

    def _here(self, room_id: str) -> list[Names]:
        room = self.hub.rooms.get(room_id)
        if room is None:
            return []
        return [[person.id, person.username, person.name] for _, person in room.people.values()]
