"""What is said over one socket: each frame calls one action and is answered.

A frame whose answer needs no database is dealt with at once. The others return work to be awaited
before the next frame is heard, so that a socket's frames are handled in the order received.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat import access, answers, pages, protocol
from chat.actions import reading
from chat.errors import Close, Refused, forbidden, unavailable
from chat.events import Author, encode
from chat.hub import Hub
from chat.live import LiveRoom
from chat.protocol import BadFrame
from chat.sockets import Socket
from chat.submissions import Submissions

logger = logging.getLogger(__name__)

STUBBORN = 10  # times the frames of a second that may be refused before the socket is closed
TYPING_EVERY = 2.9  # seconds: clients send it at most every 3

Work = Coroutine[Any, Any, None]


class Conversation:
    def __init__(self, hub: Hub, socket: Socket) -> None:
        self.hub, self.socket = hub, socket
        self.busy = False  # an earlier frame is still being worked on
        self._longest = settings.WICK_FRAME
        self._submissions = Submissions(hub, socket)
        self._refused = 0
        self._typed: dict[str, float] = {}

    def hear(self, payload: bytes) -> Work | None:
        """One frame. What comes back is to be awaited before the next one."""
        if self.socket.closing is not None:
            return None
        if len(payload) > self._longest:
            self.socket.close(1009)
            return None
        try:
            self.hub.frames.take(self.socket.person.id)
            self._refused = max(0, self._refused - 1)
        except Refused as refusal:
            self._too_many(payload, refusal)
            return None
        try:
            frame = protocol.decode(payload)
        except BadFrame as bad:
            self.answer_error(bad, bad.frame_id, bad.room)
            return None
        handler = HANDLERS[type(frame)]
        try:
            work = handler(self, frame)
        except Refused as refusal:
            self.answer_error(refusal, frame.id, getattr(frame, "room", None))
            return None
        return None if work is None else self._carefully(work, frame)

    def answer(self, frame: protocol.AnyFrame, **fields: Any) -> None:
        """Sends an answer that carries the frame's id, if it has one."""
        if frame.id is not None:
            fields["id"] = frame.id
        self.socket.send_soon(encode(fields))

    def answer_error(self, refusal: Refused, frame_id: str | None, room: str | None) -> None:
        self.socket.send_soon(answers.error(refusal, frame_id, room))

    def _too_many(self, payload: bytes, refusal: Refused) -> None:
        self._refused += 1
        if self._refused > STUBBORN * settings.WICK_RATE_FRAMES:
            self.socket.close(Close.TOO_MANY)
            return
        self.answer_error(refusal, *protocol.names(payload))

    async def _carefully(self, work: Awaitable[None], frame: protocol.AnyFrame) -> None:
        """Whatever goes wrong costs the sender an error, never the socket."""
        try:
            await work
        except Refused as refusal:
            error = refusal
        except (PyMongoError, DatabaseError):
            error = unavailable("The database does not answer. Try again in a moment.")
        except Exception:
            logger.exception("a %s frame could not be answered", type(frame).__name__.lower())
            error = unavailable("Something went wrong here. Try again in a moment.")
        else:
            return
        self.answer_error(error, frame.id, getattr(frame, "room", None))

    # --- frames that make events -----------------------------------------------------------------------

    def make(self, frame: Any) -> Work | None:
        """post, edit, delete, react"""
        return self._submissions.make(frame)

    # --- frames that look or follow --------------------------------------------------------------------

    async def ready(self) -> None:
        """Before a long answer: what was sent before is in its log, and the client takes what it gets."""
        await self._submissions.settled()
        self.socket.flush()
        while self.socket.closing is None and self.socket.unsent > settings.WICK_UNSENT // 2:
            await asyncio.sleep(0.05)

    async def join(self, frame: protocol.Join) -> None:
        await self.ready()
        if self.hub.draining:
            raise unavailable("This server is going away. Come back in a moment.", 3.0)
        room = await access.enter(self.socket.person, frame.room)
        if room.id not in self.socket.rooms and len(self.socket.rooms) >= settings.WICK_ROOMS:
            raise forbidden(f"One socket can follow {settings.WICK_ROOMS} rooms at most.")
        if frame.since is not None:
            self.unfollow(room)
        page = await pages.joined(room, self.socket.person, frame.since, frame.epoch)
        # No turn of the loop lies between here and the end, so that no event is missed or doubled.
        if self.hub.rooms.get(room.id) is not room:
            raise unavailable("This room began anew. Join it again.", 0.1)
        access.check(self.socket.person, room.state)
        if not page.more:
            self.follow(room)
        self.socket.send_soon(page.body(frame.id))
        if not page.more:
            self.hub.presence.greet(room, self.socket)

    async def leave(self, frame: protocol.Leave) -> None:
        await self._submissions.settled()
        if room := self.hub.rooms.get(frame.room):
            self.unfollow(room)
        self.answer(frame, type="left", room=frame.room, reason="left")

    def follow(self, room: LiveRoom) -> None:
        self.socket.rooms.add(room.id)
        room.enter(self.socket)

    def unfollow(self, room: LiveRoom) -> None:
        self.socket.rooms.discard(room.id)
        room.leave(self.socket)

    async def history(self, frame: protocol.History) -> None:
        await self.ready()
        room = await access.enter(self.socket.person, frame.room)
        page = await pages.history(room, frame.before, frame.limit)
        self.socket.send_soon(page.body(frame.id))

    async def read(self, frame: protocol.Read) -> None:
        await self._submissions.settled()
        room = await access.enter(self.socket.person, frame.room)
        stands, moved = await reading.mark(room, self.socket.person, frame.seq)
        if moved:
            self.hub.show_read(self.socket.person.id, room.id, stands, but=self.socket)

    def typing(self, frame: protocol.Typing) -> Work | None:
        room = self.hub.rooms.get(frame.room)
        if room is None:
            return self._typing_later(frame)
        self._show_typing(room)
        return None

    async def _typing_later(self, frame: protocol.Typing) -> None:
        self._show_typing(await self.hub.loader.room(frame.room))

    def _show_typing(self, room: LiveRoom) -> None:
        person = self.socket.person
        access.check(person, room.state)
        now = monotonic()
        if now - self._typed.get(room.id, -TYPING_EVERY) < TYPING_EVERY:
            return
        self._typed[room.id] = now
        author = Author(person.id, person.username, person.name)
        body = encode({"type": "typing", "room": room.id, "user": author})
        self.hub.show_typing(room.id, body, person.id)
        self.hub.relay.typing(room.id, body, person.id)

    def ping(self, frame: protocol.Ping) -> None:
        rooms = self.hub.rooms
        heads = {room: rooms[room].head for room in self.socket.rooms if room in rooms}
        self.answer(frame, type="pong", heads=heads)


HANDLERS: dict[type, Callable[[Conversation, Any], Work | None]] = {
    protocol.Join: Conversation.join,
    protocol.Leave: Conversation.leave,
    protocol.Post: Conversation.make,
    protocol.Edit: Conversation.make,
    protocol.Delete: Conversation.make,
    protocol.React: Conversation.make,
    protocol.History: Conversation.history,
    protocol.Typing: Conversation.typing,
    protocol.Read: Conversation.read,
    protocol.Ping: Conversation.ping,
}
