"""Frames about what is somebody's own: read markers, drafts, and what they set for themselves in a room."""

from collections.abc import Awaitable, Callable
from typing import Any

from chat.actions import drafts, followed_threads, own_settings, read_markers
from chat.events.base import encode
from chat.permissions import room_access
from chat.protocol import client_frames
from chat.protocol.client_frames import Frame
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket


class OwnFrames:
    def __init__(self, hub: Hub, socket: Socket) -> None:
        self._hub, self.socket = hub, socket

    async def handle(self, frame: Any) -> None:
        room = await room_access.enter(self.socket.actor, frame.room)
        await OWN[type(frame)](self, room, frame)

    async def read(self, room: LiveRoom, frame: client_frames.Read) -> None:
        user = self.socket.actor
        if frame.thread is not None:
            await read_markers.mark_thread(room, user, frame.thread, frame.seq, back=frame.back)
            return
        stands, moved = await read_markers.mark(room, user, frame.seq, back=frame.back)
        if moved:
            self._hub.read_markers.show(user.id, room.id, stands, back=frame.back, but=self.socket)

    async def draft(self, room: LiveRoom, frame: client_frames.Draft) -> None:
        kept = await drafts.keep(room, self.socket.actor, frame.thread, frame.text)
        self._hub.drafts.show(self.socket.actor.id, encode(kept), but=self.socket)

    async def level(self, room: LiveRoom, frame: client_frames.Level) -> None:
        await own_settings.change(room, self.socket.actor, level=frame.level)
        self.done(room, frame)

    async def favourite(self, room: LiveRoom, frame: client_frames.Favourite) -> None:
        await own_settings.change(room, self.socket.actor, favourite=frame.on)
        self.done(room, frame)

    async def follow(self, room: LiveRoom, frame: client_frames.Follow) -> None:
        await followed_threads.follow(room, self.socket.actor, frame.seq, frame.on)
        self.done(room, frame)

    def done(self, room: LiveRoom, frame: Frame) -> None:
        """What is one's own is stored."""
        answer = {"type": "ack", "room": room.id}
        self.socket.send_soon(encode(answer if frame.id is None else answer | {"id": frame.id}))


Handler = Callable[[OwnFrames, LiveRoom, Any], Awaitable[None]]
OWN: dict[type[Frame], Handler] = {
    client_frames.Read: OwnFrames.read,
    client_frames.Draft: OwnFrames.draft,
    client_frames.Level: OwnFrames.level,
    client_frames.Favourite: OwnFrames.favourite,
    client_frames.Follow: OwnFrames.follow,
}


def register(frame: type[Frame], handler: Handler) -> None:
    """A product area has a frame of its own. It stands in chat.protocol.client_frames."""
    OWN[frame] = handler
