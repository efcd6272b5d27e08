"""Who is here. Every process tells the others who is on it, as a lease; nothing of it is stored."""

import time
from typing import TYPE_CHECKING, Any

from chat.events import Author, encode

if TYPE_CHECKING:
    from chat.hub import Hub
    from chat.live import LiveRoom
    from chat.sockets import Socket

EVERY = 5.0  # seconds between two lists of a room for one socket
LEASE = 15.0  # seconds after which a silent process has nobody
NAMED = 100  # people; above, only their number is told

Names = list[str]  # id, username, name; a newer version may have more to say


class Presence:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._changed: dict[str, float] = {}  # rooms whose list not all sockets have: when it changed
        self._ours_changed: set[str] = set()  # rooms whose people on this process changed
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
            self._changed[room] = time.monotonic()

    def beat(self, process: str) -> None:
        if process not in self._heard_at:  # it may know neither us nor whom we have
            self.tell_again()
            self.hub.relay.beat()
        self._heard_at[process] = time.monotonic()

    @property
    def company(self) -> bool:
        """Is there another process that lives with us?"""
        return bool(self._heard_at)

    # --- what we say -------------------------------------------------------------------------------------

    def changed(self, room: "LiveRoom") -> None:
        self._changed[room.id] = time.monotonic()
        self._ours_changed.add(room.id)

    def tell_again(self) -> None:
        """The others may not know whom we have."""
        self._ours_changed.update(self.hub.rooms)

    def greet(self, room: "LiveRoom", socket: "Socket") -> None:
        """The list for one who has just joined."""
        socket.send_soon(self.frame(room.id))
        room.sockets[socket] = time.monotonic()

    def tick(self) -> None:
        """Twice a second: tells processes and sockets what changed, a socket at most every five seconds."""
        now = time.monotonic()
        for process in [p for p, at in self._heard_at.items() if now - at > LEASE]:
            del self._heard_at[process]
            self._changed.update(dict.fromkeys(self._elsewhere.pop(process, ()), now))
        if self._ours_changed:
            self.hub.relay.here({room: self._here(room) for room in self._ours_changed})
            self._ours_changed.clear()
        for room_id, changed_at in list(self._changed.items()):
            room = self.hub.rooms.get(room_id)
            if room is None or self._tell(room, changed_at, now):
                del self._changed[room_id]

    def _tell(self, room: "LiveRoom", changed_at: float, now: float) -> bool:
        """Sends the list to those who have an older one, but for who had that just now. Have all got it?"""
        behind = [socket for socket, told_at in room.sockets.items() if told_at <= changed_at]
        due = [socket for socket in behind if now - room.sockets[socket] >= EVERY]
        if due:
            body = self.frame(room.id)
            for socket in due:
                socket.send_soon(body)
                room.sockets[socket] = now
        return len(due) == len(behind)

    def frame(self, room_id: str) -> bytes:
        """The `presence` frame of a room as it is known now."""
        elsewhere = [rooms[room_id] for rooms in self._elsewhere.values() if room_id in rooms]
        room = self.hub.rooms.get(room_id)
        if room is not None and not elsewhere and len(room.people) > NAMED:
            return encode({"type": "presence", "room": room_id, "count": len(room.people)})
        people = {names[0]: names for here in (*elsewhere, self._here(room_id)) for names in here}
        frame: dict[str, Any] = {"type": "presence", "room": room_id, "count": len(people)}
        if len(people) <= NAMED:
            frame["online"] = [Author(*names[:3]) for names in people.values()]
        return encode(frame)

    def _here(self, room_id: str) -> list[Names]:
        room = self.hub.rooms.get(room_id)
        if room is None:
            return []
        return [[person.id, person.username, person.name] for _, person in room.people.values()]
