"""What waits to be received from the channel layer, within a bound."""

import asyncio
from typing import NamedTuple

from redis.exceptions import ConnectionError, ResponseError, TimeoutError

WAITING = 32 * 1024 * 1024  # bytes of messages that may wait for the receiver of one channel


class Overflow(Exception):
    """More messages came than were received; those that waited are dropped."""


# What using the layer raises when Redis is away, refuses, or has lost messages on their way to us. asyncio's
# time-outs are an OSError.
Unreachable = (ConnectionError, TimeoutError, ResponseError, OSError, Overflow)


class Subscribed(NamedTuple):
    """Redis has confirmed that this process is subscribed to a group: what is published later arrives."""

    group: str


Item = bytes | Subscribed | Exception


class Queue(asyncio.Queue[Item]):
    """The messages of one channel that wait to be received, of `WAITING` bytes at most."""

    def add(self, item: bytes | Subscribed) -> None:
        """One more. When there is no room for it, all are lost."""
        if self._size and self._size + _size(item) > WAITING:
            self.lose(Overflow(f"more than {WAITING >> 20} MiB waited to be read"))
        self.put_nowait(item)

    def lose(self, reason: Exception) -> None:
        """Messages may be missing: who receives gets `reason` raised in place of those that wait."""
        while not self.empty():
            self.get_nowait()
        self.put_nowait(reason)

    async def next(self) -> bytes | Subscribed:
        """The next one. Raises the reason where some are missing before it."""
        found = await self.get()
        if isinstance(found, Exception):
            raise found
        return found

    # asyncio.Queue calls these three, and has them for subclasses.

    def _init(self, maxsize: int) -> None:
        super()._init(maxsize)
        self._size = 0

    def _put(self, item: Item) -> None:
        super()._put(item)
        self._size += _size(item)

    def _get(self) -> Item:
        item: Item = super()._get()
        self._size -= _size(item)
        return item


def _size(item: Item) -> int:
    if isinstance(item, bytes):
        return len(item)
    return len(item.group) if isinstance(item, Subscribed) else 0
