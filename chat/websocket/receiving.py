"""How the frames of one socket reach its session: in the order received, bounded while they wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from chat.protocol.errors import Close
from chat.websocket.session import SocketSession

WAITING = 1000  # frames that may wait under a server that does not bound them itself
WAITING_BYTES = 4 * 1024 * 1024

Receive = Callable[[], Awaitable[dict[str, Any]]]


async def listen_directly(session: SocketSession, receive: Receive) -> None:
    """Under Wick's own server, which counts frames as they come in and stops reading (chatsite.inbound)."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        work = _receive(session, message)
        if work is not None:
            session.busy = True
            await work
            session.busy = False


def _receive(session: SocketSession, message: dict[str, Any]) -> Awaitable[None] | None:
    if message["type"] == "wick.work":  # handled already, on the short way in
        work: Awaitable[None] = message["work"]
        return work
    if message["type"] == "wick.frame":  # counted already, when it came in
        return session.handle(message["payload"])
    text = _text(session, message)
    return None if text is None else session.receive(text)


def _text(session: SocketSession, message: dict[str, Any]) -> bytes | None:
    text = message.get("text")
    if text is None:
        session.socket.close(Close.CANNOT_ANSWER)
        return None
    return bytes(text.encode())


class Backlog:
    """Frames that were read and counted, and wait for an earlier one to be answered."""

    def __init__(self, session: SocketSession) -> None:
        self.session = session
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._size = 0

    async def listen(self, receive: Receive) -> None:
        """Under other servers: a socket that sends more than this while an answer waits is closed."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work_off())
            while (message := await receive())["type"] != "websocket.disconnect":
                payload = _text(self.session, message)
                if payload is not None and self.session.admit(payload):
                    self._put(payload)
            self._frames.put_nowait(None)

    def _put(self, payload: bytes) -> None:
        self._size += len(payload)
        self._frames.put_nowait(payload)
        if self._frames.qsize() > WAITING or self._size > WAITING_BYTES:
            self.session.socket.close(Close.TOO_MANY)

    async def _work_off(self) -> None:
        while (payload := await self._frames.get()) is not None:
            self._size -= len(payload)
            work = self.session.handle(payload)
            if work is not None:
                await work
