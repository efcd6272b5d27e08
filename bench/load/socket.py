"""One client's WebSocket, as a bare asyncio protocol."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import ClassVar, Protocol, cast

from bench.load import client_framing
from bench.load.seen_event import SeenEvent


class SpokenDialect(Protocol):
    """What a socket asks of its dialect (bench.load.dialects)."""

    path: ClassVar[str]
    event: ClassVar[bytes]
    lines: ClassVar[bool]

    def headers(self, token: str) -> list[str]: ...

    def post(self, room: str, text: str) -> bytes: ...

    def seen(self, payload: bytes) -> SeenEvent: ...

    def other(self, socket: "LoadSocket", payload: bytes) -> None: ...


class ConnectionRefused(ConnectionError):
    """The server did not let this socket in, or closed it before it was ready."""


class LoadSocket(asyncio.Protocol):
    """Counts the events that arrive, hands every other frame on, and remembers how it ended.

    `events` and `acks` count frames; `received` counts bytes; `ended` is the close code
    (1006 when the connection broke), or None while it is open.
    """

    __slots__ = (
        "_early",
        "_host",
        "_left",
        "_scan",
        "_token",
        "_transport",
        "_wanted",
        "acks",
        "answered",
        "dialect",
        "ended",
        "errors",
        "events",
        "looked_at",
        "number",
        "on_events",
        "opened",
        "received",
    )

    def __init__(
        self, dialect: SpokenDialect, scan: client_framing.Scanner, number: int, host: str, token: str
    ) -> None:
        self.dialect = dialect
        self.number = number
        self.events = self.acks = self.received = 0
        self.errors: dict[str, int] = {}
        self.ended: int | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.on_events: Callable[[int], None] | None = None
        self.answered: Callable[[], None] | None = None
        self.looked_at: Callable[[bytes], None] | None = None
        self._host, self._token, self._scan = host, token, scan
        self._left = b""
        self._early: list[bytes] | None = []
        self._wanted: tuple[bytes, asyncio.Future[bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    # What the scenarios call

    def send(self, payload: bytes) -> None:
        """Send one text message."""
        self._write(client_framing.client_frame(payload))

    async def expect(self, start: bytes) -> bytes:
        """The first message that is no event and begins with `start`; used while a socket is being opened."""
        for place, payload in enumerate(self._early or ()):
            if payload.startswith(start):
                assert self._early is not None
                del self._early[: place + 1]
                return payload
        if self.ended is not None:
            raise ConnectionRefused(f"closed with {self.ended}")
        found: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._wanted = (start, found)
        return await found

    def ready(self) -> None:
        """From here on what is no event goes to the dialect."""
        early, self._early = self._early, None
        for payload in early or ():
            self.dialect.other(self, payload)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def read(self, reading: bool) -> None:
        """From now on take what comes, or leave it where it is."""
        if self._transport is not None and self.ended is None:
            self._transport.resume_reading() if reading else self._transport.pause_reading()

    def acked(self) -> None:
        """The server has said that a message of this socket is stored."""
        self.acks += 1
        if self.answered is not None:
            self.answered()

    def refused(self, code: str) -> None:
        """The server answered a message with an error; counted by its code."""
        self.errors[code] = self.errors.get(code, 0) + 1

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)  # uvloop has a class of its own
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {self.dialect.path} HTTP/1.1",
            f"Host: {self._host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *self.dialect.headers(self._token),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self._left:
            data = self._left + data
        if not self.opened.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._left = head
                return
            if not self._upgraded(head):
                return
        found = self._scan(data)
        self._left = data[found.used :]
        if self.looked_at is not None:
            self._look(data, found.used)
        if found.events:
            self.events += found.events
            if self.on_events is not None:
                self.on_events(found.events)
        for opcode, payload in found.others:
            self._other(opcode, payload)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.ended is None:
            self.ended = 1006
        refused = ConnectionRefused(f"closed with {self.ended}")
        if not self.opened.done():
            self.opened.set_exception(refused)
        if self._wanted is not None and not self._wanted[1].done():
            self._wanted[1].set_exception(refused)

    # Inside

    def _write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    def _upgraded(self, head: bytes) -> bool:
        status = head.split(b"\r\n", 1)[0].decode("latin-1")
        if status.split(" ")[1:2] == ["101"]:
            self.opened.set_result(None)
            return True
        self.opened.set_exception(ConnectionRefused(f"the server answered {status!r} instead of upgrading"))
        self.close()
        return False

    def _look(self, data: bytes, used: int) -> None:
        assert self.looked_at is not None
        for payload in client_framing.payloads(data, used):
            for message in payload.split(b"\n") if self.dialect.lines else (payload,):
                if message.startswith(self.dialect.event):
                    self.looked_at(message)

    def _other(self, opcode: int, payload: bytes) -> None:
        if opcode == client_framing.TEXT:
            self._message(payload)
        elif opcode == client_framing.PING:
            self._write(client_framing.client_frame(payload, client_framing.PONG))
        elif opcode == client_framing.CLOSE:
            self.ended = int.from_bytes(payload[:2], "big") if payload else 1005
            self.close()

    def _message(self, payload: bytes) -> None:
        if self._wanted is not None and payload.startswith(self._wanted[0]):
            wanted, self._wanted = self._wanted, None
            wanted[1].set_result(payload)
        elif self._early is not None:
            self._early.append(payload)
        else:
            self.dialect.other(self, payload)
