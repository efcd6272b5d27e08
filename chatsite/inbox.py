"""What waits for the application of one socket: asyncio.Queue as far as Daphne uses it, but bounded."""

import asyncio
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]
MOST = 64  # messages that wait; beyond, nothing is read from the connection
MOST_BYTES = 262_144  # the same, in bytes of their payloads


class Inbox:
    """One reader. A socket that says nothing costs no more than this object.

    The bound holds by what its owner does: while `full`, it stops reading the connection, and `on_room` is
    called once half of the room is free again. What was read already is still taken.
    """

    __slots__ = ("_messages", "_reader", "_size", "on_room")

    def __init__(self) -> None:
        self._messages: list[Message] | None = None
        self._reader: asyncio.Future[None] | None = None
        self._size = 0
        self.on_room: Callable[[], None] | None = None

    def put_nowait(self, message: Message) -> None:
        if self._messages is None:
            self._messages = []
        self._messages.append(message)
        self._size += _size(message)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def empty(self) -> bool:
        return not self._messages

    @property
    def full(self) -> bool:
        return self._messages is not None and (len(self._messages) > MOST or self._size > MOST_BYTES)

    async def get(self) -> Message:
        """The oldest message, once there is one."""
        while not self._messages:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        message = self._messages.pop(0)
        self._size -= _size(message)
        if self.on_room is not None and len(self._messages) <= MOST // 2 and self._size <= MOST_BYTES // 2:
            on_room, self.on_room = self.on_room, None
            on_room()
        if not self._messages:
            self._messages = None
        return message


def _size(message: Message) -> int:
    return len(message.get("payload") or message.get("text") or message.get("bytes") or b"")
