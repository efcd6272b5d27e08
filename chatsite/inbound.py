"""The short way in: small text frames are read out of the bytes and heard without ASGI's queue and task.

Whatever is not a whole, final, masked text frame of valid UTF-8 goes to autobahn untouched, which
knows all of RFC 6455. This is the only place that reads autobahn's receiving state (`data`,
`current_frame`, `inside_message`), its `CONFIG_ATTRS` and `_HAS_CLICK`; tests/test_inbound.py fails when
they move.
"""

import time
from collections.abc import Coroutine
from typing import Any, Protocol

import autobahn.util
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.tcp import Connection

# Where click is installed, autobahn paints the words of its debug lines, whether anybody reads them or not:
# a tenth of the CPU of a connect.
autobahn.util._HAS_CLICK = False

EMPTY_PONG = b"\x8a\x80"  # and four bytes of mask


class Listener(Protocol):
    """Who hears the frames of one socket (chat.conversation.Conversation)."""

    busy: bool  # the answer to an earlier frame is still being worked out

    def hear(self, payload: bytes) -> Coroutine[Any, Any, None] | None:
        """Deals with one frame; what comes back is to be awaited before the next one."""


def text_frame(data: bytes, start: int, longest: int) -> tuple[bytes, int] | None:
    """The payload of the text frame that begins at `start`, and where it ends; None when in doubt."""
    if len(data) < start + 6 or data[start] != 0x81:
        return None
    size = data[start + 1] - 0x80  # negative where the frame is not masked
    body = start + 6
    if size == 126:
        size = int.from_bytes(data[start + 2 : start + 4], "big")
        body = start + 8
        if size < 126:
            return None
    elif size == 127:
        return None
    if not 0 <= size <= longest or len(data) < body + size:
        return None
    mask = (data[body - 4 : body] * (size // 4 + 1))[:size]
    payload = int.from_bytes(data[body : body + size], "little") ^ int.from_bytes(mask, "little")
    return payload.to_bytes(size, "little"), body + size


class DirectProtocol(WebSocketProtocol):
    """Daphne's protocol; `listener` is set once a consumer of ours has let the client in."""

    listener: Listener | None = None

    def onOpen(self) -> None:
        """Lets go of the HTTP request, which Daphne and Twisted would keep as long as the socket lives."""
        super().onOpen()
        self.http_headers = self.clean_headers = None
        self.request.headers = {}
        if isinstance(self.transport, Connection):
            self.transport.unregisterProducer()  # Twisted's HTTPChannel, which has nothing to send any more

    def dataReceived(self, data: bytes) -> None:
        if self.listener is None or self.data or self.current_frame is not None or self.inside_message:
            super().dataReceived(data)
            return
        if len(data) == 6 and data.startswith(EMPTY_PONG):
            return
        start, size = 0, len(data)
        while start < size and self.state == self.STATE_OPEN:
            found = text_frame(data, start, self.maxMessagePayloadSize)
            if found is None or not _is_utf8(found[0]):
                break
            payload, start = found
            self.onMessage(payload, False)
        if start < size:
            super().dataReceived(data[start:] if start else data)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        listener = self.listener
        if listener is None or isBinary or listener.busy or not self.application_queue.empty():
            super().onMessage(payload, isBinary)
            return
        self.last_ping = time.time()
        if (work := listener.hear(payload)) is not None:
            listener.busy = True  # until the consumer has awaited it; what comes meanwhile queues up
            self.application_queue.put_nowait({"type": "wick.work", "work": work})


def configured(protocol: type[DirectProtocol], factory: Any) -> type[DirectProtocol]:
    """This class with the factory's options in it: autobahn copies forty of them into every protocol, and
    writes them out for its debug log, whether anybody reads that or not."""
    options: dict[str, Any] = {name: getattr(factory, name) for name in protocol.CONFIG_ATTRS}
    # A function among them (which extensions to accept) must not become a method of the class.
    options = {name: staticmethod(each) if callable(each) else each for name, each in options.items()}
    return type("ConfiguredProtocol", (protocol,), {**options, "CONFIG_ATTRS": []})


def _is_utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
