"""One client's socket, as rooms and the hub see it: something to write frames to, within bounds."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

from django.conf import settings

from chat.actors.credentials import Credentials
from chat.protocol.errors import Close
from chat.protocol.framing import DEFLATED, LEAN, NOTHING, PreparedFrames, framed, framed_for_one

logger = logging.getLogger(__name__)

GOING = 1.0  # seconds over which slow readers are closed


class SocketWire(Protocol):
    """A direct way to the client, which a server of ours puts into the scope (chatsite.server)."""

    @property
    def unsent(self) -> int:
        """Bytes that the connection holds."""

    def write(self, data: bytes) -> int:
        """Sends WebSocket frames; returns how many bytes are unsent now."""

    @property
    def deflates(self) -> bool:
        """May frames be compressed?"""

    def close(self, code: int) -> None:
        """Sends a close frame and lets the connection go."""

    def listen(self, listener: Any) -> None:
        """From now on frames go to `listener.receive` as they come in, while it is not `busy`."""


class Socket:
    """Who is connected, and by what they were known (chat.actors.credentials.Credentials)."""

    def __init__(self, credentials: Credentials, *, lean: bool = False) -> None:
        """`lean`: events are sent in their lean form (chat.events.lean)."""
        self.lean = lean
        self.credentials = credentials
        self.actor = credentials.actor
        self.language: str = settings.LANGUAGE_CODE  # of what is said to people
        self.rooms: set[str] = set()
        self.is_away = False  # its person is not at the device
        self.looks = False  # it said that they are, in a page that can be seen
        self.closing: int | None = None  # the close code, once it is decided
        self._soon: list[bytes] = []
        self._loop = asyncio.get_running_loop()

    # What a kind of socket does in its own way:
    def write(self, frames: PreparedFrames) -> None:
        """Sends whatever waits and then these frames, now."""
        raise NotImplementedError

    def close(self, code: int) -> None:
        """Closes with `code`; nothing is sent afterwards."""
        raise NotImplementedError

    @property
    def unsent(self) -> int:
        """Bytes that the client has not taken yet."""
        raise NotImplementedError

    def gone(self) -> None:
        """The client went away."""
        self.closing = self.closing or 1006

    def listen(self, listener: Any) -> None:
        """Offers a shorter way in for frames, where the kind of socket has one."""

    # What all do:
    def send(self, body: bytes) -> None:
        """Sends one frame now."""
        self._soon.append(body)
        self.write(NOTHING)

    def send_soon(self, body: bytes) -> None:
        """Sends a frame before whatever is written next, and in this turn of the loop at the latest."""
        if not self._soon:
            self._loop.call_soon(self.flush)
        self._soon.append(body)

    def flush(self) -> None:
        """Sends what waits for the end of this turn, so that `unsent` counts it."""
        if self._soon:
            self.write(NOTHING)


class DirectSocket(Socket):
    """Writes bytes to the connection itself: no queue, no task, one send for all that is ready."""

    def __init__(self, wire: SocketWire, credentials: Credentials, *, lean: bool = False) -> None:
        super().__init__(credentials, lean=lean)
        self.wire = wire
        self._kind = lean * LEAN | wire.deflates * DEFLATED
        self._framed = framed_for_one if wire.deflates else framed
        self._write = wire.write
        self._most = settings.WICK_UNSENT

    def write(self, frames: PreparedFrames) -> None:
        if self.closing is not None:
            return
        data = frames[self._kind]
        if self._soon:
            data = b"".join(map(self._framed, self._soon)) + data
            self._soon.clear()
        if self._write(data) > self._most:
            self._give_up()

    def _give_up(self) -> None:
        """Nothing is sent any more. Those who fell behind together go one by one, and come back so."""
        self.closing = Close.TOO_SLOW
        self._loop.call_later(random.uniform(0, GOING), self.wire.close, int(Close.TOO_SLOW))  # noqa: S311

    def close(self, code: int) -> None:
        if self.closing is None:
            self.closing = code
            self.wire.close(int(code))

    def listen(self, listener: Any) -> None:
        self.wire.listen(listener)

    @property
    def unsent(self) -> int:
        return self.wire.unsent


class QueuedSocket(Socket):
    """Sends through ASGI, under any server: a bounded queue and one task."""

    def __init__(
        self, asgi_send: Callable[[Any], Awaitable[None]], credentials: Credentials, *, lean: bool = False
    ) -> None:
        super().__init__(credentials, lean=lean)
        self._asgi_send = asgi_send
        self._queue: deque[bytes] = deque()
        self._unsent = 0
        self._most = settings.WICK_UNSENT
        self._task: asyncio.Task[None] | None = None

    def write(self, frames: PreparedFrames) -> None:
        if self.closing is not None:
            return
        self._put((*self._soon, *frames.bodies_for(self.lean * LEAN)))
        self._soon.clear()
        if self._unsent > self._most + 65536:
            self.close(Close.TOO_SLOW)

    def close(self, code: int) -> None:
        if self.closing is None:
            self.closing = code
            if code == Close.TOO_SLOW:
                self._queue.clear()
            self._run()

    @property
    def unsent(self) -> int:
        return self._unsent

    def gone(self) -> None:
        super().gone()
        self._queue.clear()
        if self._task is not None:
            self._task.cancel()

    def _put(self, bodies: Iterable[bytes]) -> None:
        for body in bodies:
            self._queue.append(body)
            self._unsent += len(body)
        self._run()

    def _run(self) -> None:
        if self._task is None:
            self._task = self._loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._queue:
                body = self._queue.popleft()
                await self._asgi_send({"type": "websocket.send", "text": body.decode()})
                self._unsent -= len(body)
            if self.closing is not None and self.closing != 1006:
                await self._send_close(self.closing)
        except Exception as error:
            logger.debug("a socket went away while it was written to: %r", error)
            self.closing = self.closing or 1006
        finally:
            self._task = None

    async def _send_close(self, code: int) -> None:
        try:
            await self._asgi_send({"type": "websocket.close", "code": int(code)})
        except Exception:  # a plain Daphne has no word for 1009 and 1012, and would leave the socket open
            await self._asgi_send({"type": "websocket.close"})
