"""What waits for the application of one socket: asyncio.Queue as far as Daphne uses it, smaller."""

import asyncio
from typing import Any

Message = dict[str, Any]


class Inbox:
    """One reader. A socket that says nothing costs no more than this object."""

    __slots__ = ("_messages", "_reader")

    def __init__(self) -> None:
        self._messages: list[Message] | None = None
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, message: Message) -> None:
        if self._messages is None:
            self._messages = []
        self._messages.append(message)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def empty(self) -> bool:
        return not self._messages

    async def get(self) -> Message:
        """The oldest message, once there is one."""
        while not self._messages:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        message = self._messages.pop(0)
        if not self._messages:
            self._messages = None
        return message
