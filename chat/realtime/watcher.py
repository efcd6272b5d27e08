"""Somebody whose sockets on this process watch their rooms (no I/O)."""

from typing import Any

from chat.actors.actor import Actor
from chat.queries.followed_threads import Followed
from chat.realtime.sockets import Socket


class Pending:
    """Rooms about which a socket misses something while its list is being made."""

    def __init__(self) -> None:
        self.counts: set[str] = set()  # a read marker moved there
        self.rooms: set[str] = set()  # they changed, or somebody's part in them


class Watcher:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rooms: dict[str, dict[str, Any]] = {}  # by room: what of its object is their own
        self.read: dict[str, int] = {}  # by room: the marker that was sent last
        self.followed: dict[str, Followed] = {}  # by room: the threads, as they were sent last
        self.people: dict[str, str] = {}  # of their direct conversations: the state that was sent last
        self.people_sent_at = 0.0  # monotonic
        self.sockets: dict[Socket, Pending | None] = {}  # None: it has its list

    @property
    def id(self) -> str:
        return self.actor.id

    def note_followed(self, room_id: str, followed: Followed) -> None:
        """They are sent that they follow these threads of a room."""
        if followed:
            self.followed[room_id] = followed
        else:
            self.followed.pop(room_id, None)

    def waiting(self) -> list[Pending]:
        """Of the sockets that wait for their list."""
        return [pending for pending in self.sockets.values() if pending is not None]

    def send(self, body: bytes) -> None:
        """A frame to all of their sockets that have their list."""
        for socket, pending in self.sockets.items():
            if pending is None:
                socket.send_soon(body)
