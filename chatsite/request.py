"""What a client may say of a request and is not believed: Daphne's request, without those headers."""

import asyncio
import time
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.internet.tcp import Connection

from chatsite.upgrade import Channel
from chatsite.wire import unsent

# Daphne takes the prefix of all addresses from the first one, and fails on the second where it is not ASCII;
# no sub-protocol of WebSockets is in use here.
IGNORED = (b"daphne-root-path", b"sec-websocket-protocol")


# Bytes of a request's body: forms are small, and Nginx has the same limit. Daphne would take any number.
BODY = 1024 * 1024
UNREAD = 1024 * 1024  # bytes of an answer that may wait in a connection
READ_WITHIN = 30.0  # seconds in which a client has to read something of them
LOOK = 0.02  # seconds between two looks
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Request(WebRequest):
    received = 0

    def handleContentChunk(self, data: bytes) -> None:
        """Twisted's hook for each part of a body."""
        self.received += len(data)
        if self.received <= BODY:
            super().handleContentChunk(data)
        elif self.channel is not None and self.received - len(data) <= BODY:
            self.channel.transport.write(TOO_LARGE)
            self.channel.loseConnection()

    def process(self) -> Any:
        """Daphne's hook for a request that has come in: a page, or the upgrade to a socket."""
        for name in IGNORED:
            self.requestHeaders.removeHeader(name)
        return super().process()

    async def read_out(self) -> None:
        """Returns when the client has read enough for the next piece of a long answer. Who reads nothing is
        cut off."""
        before, since = self._unread(), time.monotonic()
        while (unread := self._unread()) > UNREAD:
            if unread < before:
                before, since = unread, time.monotonic()
            elif time.monotonic() - since > READ_WITHIN:
                self.channel.transport.abortConnection()
                return
            await asyncio.sleep(LOOK)

    def _unread(self) -> int:
        """Bytes of answers that this connection holds; 0 for one that has ended."""
        transport = None if self.channel is None else self.channel.transport
        if transport is None or not transport.connected:
            return 0
        return unsent(transport if isinstance(transport, Connection) else transport.transport)


class RequestFactory(HTTPFactory):
    """Daphne's factory, which makes these requests."""

    protocol = Channel
    accepted_at = float("-inf")  # monotonic time of the newest connection

    def buildProtocol(self, address: Any) -> Any:
        self.accepted_at = time.monotonic()
        protocol = super().buildProtocol(address)
        protocol.requestFactory = Request
        return protocol
