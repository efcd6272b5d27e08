"""What one socket adds to logs: each frame becomes a pending event, answered when it is settled."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from chat.actions import messages
from chat.events.base import EventRequest
from chat.events.pending import PendingEvent
from chat.permissions import room_access
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket
from chat.websocket import replies

MOST = 1000  # pending events of one socket under way; beyond, its frames wait


class Submissions:
    __slots__ = ("_settled", "_unsettled", "hub", "socket")

    def __init__(self, hub: Hub, socket: Socket) -> None:
        self.hub, self.socket = hub, socket
        self._unsettled = 0  # pending events whose outcome is not known yet
        self._settled: asyncio.Future[None] | None = None

    def make(self, frame: EventRequest) -> Coroutine[Any, Any, None] | None:
        """To the room's writer, at once where the room is live here."""
        room = self.hub.rooms.get(frame.room)
        if room is None or self._unsettled >= MOST or not room_access.is_known(self.socket.actor, room):
            return self._make_later(frame)
        self._submit(frame, room)
        return None

    async def _make_later(self, frame: EventRequest) -> None:
        while self._unsettled >= MOST:
            await self.settled()
        self._submit(frame, await room_access.enter(self.socket.actor, frame.room))

    def _submit(self, frame: EventRequest, room: LiveRoom) -> None:
        actor = self.socket.actor
        messages.submit(room, actor, frame.event(actor.author), partial(self._done, frame.room))
        self._unsettled += 1

    def _done(self, room: str, pending: PendingEvent) -> None:
        self._unsettled -= 1
        if pending.refusal is not None:
            self.socket.send_soon(replies.error(pending.refusal, pending.id, room, self.socket.language))
        else:
            self.socket.send_soon(replies.ack(room, pending))
        if self._settled is not None and not self._unsettled and not self._settled.done():
            self._settled.set_result(None)

    async def settled(self) -> None:
        """Returns when nothing that was sent over this socket is still on its way into a log."""
        while self._unsettled:
            if self._settled is None or self._settled.done():
                self._settled = asyncio.get_running_loop().create_future()
            await self._settled
