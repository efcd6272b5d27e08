"""What one socket adds to logs: each frame becomes an entry, answered when the room's writer settled it."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from chat import answers, protocol
from chat.actions import messages
from chat.entry import Entry
from chat.hub import Hub
from chat.live import LiveRoom
from chat.person import Person
from chat.sockets import Socket

MOST = 1000  # entries of one socket under way; beyond, its frames wait


class Submissions:
    __slots__ = ("_places", "_settled", "_unsettled", "hub", "socket")

    def __init__(self, hub: Hub, socket: Socket) -> None:
        self.hub, self.socket = hub, socket
        self._unsettled = 0  # entries whose outcome is not known yet
        self._places: dict[str, str] = {}  # of these, the room by id
        self._settled: asyncio.Future[None] | None = None

    def make(self, frame: Any) -> Coroutine[Any, Any, None] | None:
        """post, edit, delete, react: to the room's writer at once where the room is live here."""
        room = self.hub.rooms.get(frame.room)
        if room is None or self._must_wait(frame):
            return self._make_later(frame)
        self._submit(frame, room)
        return None

    async def _make_later(self, frame: Any) -> None:
        while self._must_wait(frame):
            await self.settled()
        self._submit(frame, await self.hub.loader.room(frame.room))

    def _must_wait(self, frame: Any) -> bool:
        """Too much is under way already; or the same id, in another room, whose writer may be slower."""
        return self._unsettled >= MOST or self._places.get(frame.id, frame.room) != frame.room

    def _submit(self, frame: Any, room: LiveRoom) -> None:
        SUBMITS[type(frame)](room, self.socket.person, frame, partial(self._done, frame.room))
        self._unsettled += 1
        self._places[frame.id] = frame.room

    def _done(self, room: str, entry: Entry) -> None:
        self._unsettled -= 1
        self._places.pop(entry.id, None)
        if entry.refusal is not None:
            self.socket.send_soon(answers.error(entry.refusal, entry.id, room))
        else:
            self.socket.send_soon(answers.ack(room, entry))
        if self._settled is not None and not self._unsettled and not self._settled.done():
            self._settled.set_result(None)

    async def settled(self) -> None:
        """Returns when nothing that was sent over this socket is still on its way into a log."""
        while self._unsettled:
            if self._settled is None or self._settled.done():
                self._settled = asyncio.get_running_loop().create_future()
            await self._settled


SUBMITS: dict[type, Callable[[LiveRoom, Person, Any, messages.Done], None]] = {
    protocol.Post: lambda room, person, f, done: messages.submit_post(
        room, person, f.id, f.text, f.reply_to, done
    ),
    protocol.Edit: lambda room, person, f, done: messages.submit_edit(
        room, person, f.id, f.seq, f.text, done
    ),
    protocol.Delete: lambda room, person, f, done: messages.submit_delete(room, person, f.id, f.seq, done),
    protocol.React: lambda room, person, f, done: messages.submit_react(
        room, person, f.id, f.seq, f.emoji, f.on, done
    ),
}
