"""Who is writing a message just now: sent to everyone in the room, and to those who join meanwhile."""

from collections.abc import Mapping
from time import monotonic
from typing import Protocol

from chat.actors.actor import Actor
from chat.actors.author import Author
from chat.events.base import encode
from chat.protocol.framing import PreparedFrames
from chat.realtime.bus import Bus
from chat.realtime.rate_limit import Spacing
from chat.realtime.sockets import Socket

# Seconds. Clients send at most every 3; what was late the last time must not make the next one too early.
EVERY = 2.5
SHOWN = 5.0  # seconds for which clients show it
MOST = 50  # people of a room at a time; nobody can read more names, and each goes to every socket


class TypingRoom(Protocol):
    """What is asked of a live room."""

    id: str
    sockets: dict[Socket, float]
    typing: dict[str, tuple[float, bytes]]  # who is, by id: since when (monotonic), and the frame


class TypingIndicator:
    def __init__(self, rooms: Mapping[str, TypingRoom], bus: Bus) -> None:
        self._rooms, self._bus = rooms, bus
        self._spacing = Spacing(EVERY)  # by person and room

    def started(self, room: TypingRoom, actor: Actor, thread: int | None) -> None:
        """Somebody here is writing, in the room or in a thread (its first message): everyone else in the room
        hears of it, on whichever instance."""
        if not self._spacing.passes((actor.id, room.id)):
            return
        author = Author(actor.id, actor.username, actor.name)
        fields = {"type": "typing", "room": room.id, "user": author}
        body = encode(fields if thread is None else fields | {"thread": thread})
        self.show(room.id, body, actor.id)
        self._bus.typing(room.id, body, actor.id)

    def show(self, room_id: str, body: bytes, user_id: str) -> None:
        """A `typing` frame, to everyone in the room but the person; nothing while MOST others are typing."""
        room = self._rooms.get(room_id)
        if room is None:
            return
        now = monotonic()
        others = {who: sent for who, sent in room.typing.items() if now - sent[0] < SHOWN and who != user_id}
        if len(others) >= MOST:
            room.typing = others
            return
        room.typing = {**others, user_id: (now, body)}
        frames = PreparedFrames((body,))
        for socket in list(room.sockets):
            if socket.actor.id != user_id:
                socket.write(frames)

    def greet(self, room: TypingRoom, socket: Socket) -> None:
        """Who has just joined hears who began before."""
        now = monotonic()
        for user_id, (at, body) in room.typing.items():
            if user_id != socket.actor.id and now - at < SHOWN:
                socket.send_soon(body)
