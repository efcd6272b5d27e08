"""What is said over one socket: each frame calls one action and is answered.

A frame whose answer needs no database is dealt with at once. The others return work to be awaited
before the next frame is handled, so that a socket's frames are handled in the order received.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from pymongo.errors import PyMongoError

from chat.events import kinds
from chat.events.base import EventRequest, encode
from chat.permissions import room_access
from chat.protocol import client_frames
from chat.protocol.client_frames import Frame
from chat.protocol.decoding import BadFrame, FrameDecoder, names
from chat.protocol.errors import Close, Refused, forbidden, unavailable
from chat.realtime import timeline_pages
from chat.realtime.hub import Hub
from chat.realtime.pinned_messages import pinned_messages
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket
from chat.realtime.thread_pages import thread_history
from chat.websocket import replies
from chat.websocket.own_frames import OWN, OwnFrames
from chat.websocket.submissions import Submissions
from chat.websocket.watch_frames import WatchFrames
from chatsite.languages import filled

logger = logging.getLogger(__name__)

STUBBORN = 10  # times the frames of a second that may be refused before the socket is closed
BURST = 10  # times as many as these, while the client cannot have read its first refusal yet
UNREAD = 1.0  # seconds for which that is believed
READ_WITHIN = 10.0  # seconds that a client has to take what was sent to it, before it gets a long answer

Work = Coroutine[Any, Any, None]


class SocketSession:
    def __init__(self, hub: Hub, socket: Socket) -> None:
        self.hub, self.socket = hub, socket
        self.busy = False  # an earlier frame is still being worked on
        self._longest = settings.WICK_FRAME
        self._decode = frame_decoder().decode
        self._submissions = Submissions(hub, socket)
        self._own = OwnFrames(hub, socket)
        self._watch = WatchFrames(hub, socket)
        self._refused = 0
        self._refused_since = 0.0  # of these, when the first one came

    def receive(self, payload: bytes) -> Work | None:
        """One frame. What comes back is to be awaited before the next one."""
        return self.handle(payload) if self.admit(payload) else None

    def admit(self, payload: bytes) -> bool:
        """Counts a frame as it arrives. One that is too long or too many is answered here: False."""
        if self.socket.closing is not None:
            return False
        if len(payload) > self._longest:
            self.socket.close(1009)
            return False
        try:
            self.hub.frames.take(self.socket.actor.id)
        except Refused as refusal:
            if self._may_go_on(answered=True):
                self.answer_error(refusal, *names(payload))
            return False
        if self._refused:
            self._refused -= 1
        return True

    def count(self) -> bool:
        """Counts what has no answer: a ping or pong of the protocol, a part of a message."""
        try:
            self.hub.frames.take(self.socket.actor.id)
        except Refused:
            self._may_go_on(answered=False)
            return False
        return True

    def handle(self, payload: bytes) -> Work | None:
        """One frame that was admitted. What comes back is to be awaited before the next one."""
        if self.socket.closing is not None:
            return None
        try:
            frame = self._decode(payload)
        except BadFrame as bad:
            self.answer_error(bad, bad.frame_id, bad.room)
            return None
        try:
            work = handler_of(type(frame))(self, frame)
        except Refused as refusal:
            self.answer_error(refusal, frame.id, getattr(frame, "room", None))
            return None
        return None if work is None else self._carefully(work, frame)

    def answer(self, frame: Frame, **fields: Any) -> None:
        """Sends an answer that carries the frame's id, if it has one."""
        if frame.id is not None:
            fields["id"] = frame.id
        self.socket.send_soon(encode(fields))

    def answer_error(self, refusal: Refused, frame_id: str | None, room: str | None) -> None:
        self.socket.send_soon(replies.error(refusal, frame_id, room, self.socket.language))

    def _may_go_on(self, *, answered: bool) -> bool:
        """One more was refused, `answered` or not. A client that goes on for long is closed."""
        now = monotonic()
        if not self._refused:
            self._refused_since = now
        self._refused += 1
        most = STUBBORN * settings.WICK_RATE_FRAMES
        if answered and now - self._refused_since < UNREAD:
            most *= BURST
        if self._refused > most:
            self.socket.close(Close.TOO_MANY)
            return False
        return True

    async def _carefully(self, work: Awaitable[None], frame: Frame) -> None:
        """Whatever goes wrong costs the sender an error, never the socket."""
        try:
            await work
        except Refused as refusal:
            error = refusal
        except (PyMongoError, DatabaseError):
            error = unavailable(_("The database does not answer. Try again in a moment."))
        except Exception:
            logger.exception("a %s frame could not be answered", type(frame).__name__.lower())
            error = unavailable(_("Something went wrong here. Try again in a moment."))
        else:
            return
        self.answer_error(error, frame.id, getattr(frame, "room", None))

    # --- frames that make events -----------------------------------------------------------------------

    def make(self, frame: EventRequest) -> Work | None:
        return self._submissions.make(frame)

    # --- frames that look or follow --------------------------------------------------------------------

    async def ready(self) -> None:
        """Before a long answer: what was sent before is in its log, and the client takes what it gets."""
        await self._submissions.settled()
        self.socket.flush()
        deadline = monotonic() + READ_WITHIN
        while self.socket.closing is None and self.socket.unsent > settings.WICK_UNSENT // 2:
            if monotonic() > deadline:
                self.socket.close(Close.TOO_SLOW)
            await asyncio.sleep(0.05)

    async def join(self, frame: client_frames.Join) -> None:
        await self.ready()
        if self.hub.draining:
            raise unavailable(_("This server is shutting down. Reconnect in a moment."), 3.0)
        room = await room_access.enter(self.socket.actor, frame.room)
        if room.id not in self.socket.rooms and len(self.socket.rooms) >= settings.WICK_ROOMS:
            raise forbidden(
                filled(_("One socket can follow %(most)d rooms at most."), most=settings.WICK_ROOMS)
            )
        if frame.since is not None:
            self.unfollow(room)
        page = await self._watch.joined(room, frame)
        while not room_access.is_known(self.socket.actor, room):  # it has changed meanwhile
            await room_access.look_up(self.socket.actor, room)
            page = await self._watch.joined(room, frame)
        # No turn of the loop lies between here and the end, so that no event is missed or doubled.
        if self.hub.rooms.get(room.id) is not room:
            raise unavailable(_("This room was reset. Join it again."), 0.1)
        room_access.check(self.socket.actor, room)
        if not page.more:
            self.follow(room)
        self.socket.send_soon(page.body(frame.id, is_lean=self.socket.lean))
        if not page.more:
            self.hub.presence.greet(room, self.socket)
            self.hub.typing.greet(room, self.socket)

    async def leave(self, frame: client_frames.Leave) -> None:
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

    async def history(self, frame: client_frames.History) -> None:
        await self.ready()
        room = await room_access.enter(self.socket.actor, frame.room)
        if frame.thread is None:
            page = await timeline_pages.history(room, frame)
        else:
            page = await thread_history(room, self.socket.actor, frame)
        self.socket.send_soon(page.body(frame.id, is_lean=self.socket.lean))

    async def pins(self, frame: client_frames.Pins) -> None:
        await self.ready()
        room = await room_access.enter(self.socket.actor, frame.room)
        page = await pinned_messages(room)
        self.socket.send_soon(page.body(frame.id, is_lean=self.socket.lean))

    async def own(self, frame: Frame) -> None:
        await self._submissions.settled()
        await self._own.handle(frame)

    async def watch(self, frame: client_frames.Watch) -> None:
        await self.ready()
        for fields in await self._watch.watch(frame):
            self.answer(frame, **fields)
        self._watch.greet()

    async def counts(self, frame: client_frames.AskCounts) -> None:
        self.answer(frame, **await self._watch.counts(frame))

    def typing(self, frame: client_frames.Typing) -> Work | None:
        room = self.hub.rooms.get(frame.room)
        if room is None or not room_access.is_known(self.socket.actor, room):
            return self._typing_later(frame)
        self._show_typing(room, frame)
        return None

    async def _typing_later(self, frame: client_frames.Typing) -> None:
        self._show_typing(await room_access.enter(self.socket.actor, frame.room), frame)

    def _show_typing(self, room: LiveRoom, frame: client_frames.Typing) -> None:
        room_access.check(self.socket.actor, room)
        self.hub.typing.started(room, self.socket.actor, frame.thread)

    def here(self, frame: client_frames.Here) -> None:
        user = self.socket.actor.id
        before = self.hub.states.own(user)
        self.socket.is_away = frame.state == "away"
        self.socket.looks = not self.socket.is_away
        self.hub.states.changed(user, before)

    def ping(self, frame: client_frames.Ping) -> None:
        rooms = self.hub.rooms
        heads = {room: rooms[room].head for room in self.socket.rooms if room in rooms}
        self.answer(frame, type="pong", heads=heads)


Handler = Callable[[SocketSession, Any], Work | None]
HANDLERS: dict[type[Frame], Handler] = {
    client_frames.Join: SocketSession.join,
    client_frames.Leave: SocketSession.leave,
    client_frames.History: SocketSession.history,
    client_frames.Pins: SocketSession.pins,
    client_frames.Typing: SocketSession.typing,
    client_frames.Watch: SocketSession.watch,
    client_frames.AskCounts: SocketSession.counts,
    client_frames.Here: SocketSession.here,
    client_frames.Ping: SocketSession.ping,
}


def handler_of(frame: type[Frame]) -> Handler:
    """What answers a frame. One that neither looks nor is about one's own makes an event of its kind."""
    return HANDLERS.get(frame) or (SocketSession.own if frame in OWN else SocketSession.make)


def frame_decoder() -> FrameDecoder:
    """Reads all frames that a session answers."""
    return _decoder((*HANDLERS, *OWN, *kinds.requests()))


@cache
def _decoder(types: tuple[type[Frame], ...]) -> FrameDecoder:
    return FrameDecoder(types)
