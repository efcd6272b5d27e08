"""The short way in: small text frames are read out of the bytes and handled without ASGI's queue and task.

Whatever is not a whole, final, masked text frame of valid UTF-8 goes to autobahn untouched, which
knows all of RFC 6455. This is the only place that reads autobahn's receiving state (`data`,
`current_frame`, `inside_message`), its `_perMessageCompress` and `_parseExtensionsHeader`, its
`CONFIG_ATTRS`, `_connectionMade` and `_transport_details`; tests/test_inbound.py fails when they move.
"""

import time
from collections.abc import Coroutine
from typing import Any, Protocol

from autobahn.wamp.types import TransportDetails
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.tcp import Connection

from chatsite import deflate
from chatsite.debug_lines import spare_them

spare_them()

PLAIN = TransportDetails(is_server=True, is_secure=False)  # what autobahn asks of a connection without TLS
EMPTY_PONG = b"\x8a\x80"  # and four bytes of mask
# What is still read of a socket that is not authenticated yet or is being closed; beyond, it is cut off.
UNREAD_FRAMES = 200
UNREAD_BYTES = 4 * 1024 * 1024
TEXT, DEFLATED_TEXT = 0x81, 0xC1  # the first byte of a final frame
TINY = (
    32  # bytes: a frame that comes in such pieces is counted by the piece, because each of them costs a read
)


class FrameListener(Protocol):
    """Who hears the frames of one socket (chat.websocket.session.SocketSession)."""

    busy: bool  # the answer to an earlier frame is still being worked out

    def receive(self, payload: bytes) -> Coroutine[Any, Any, None] | None:
        """Deals with one frame; what comes back is to be awaited before the next one."""

    def admit(self, payload: bytes) -> bool:
        """Counts a frame that has to wait; False when it was refused, and answered so."""

    def count(self) -> bool:
        """Counts what has no answer (a ping, a pong, a part of a frame); False when it is too much."""


def text_frame(data: bytes, start: int, longest: int, deflated: bool = False) -> tuple[bytes, int] | None:
    """The payload of the text frame that begins at `start`, and where it ends; None when in doubt.

    `deflated`: it may be compressed (chatsite.deflate), and is at most `longest` bytes when inflated.
    """
    if len(data) < start + 6:
        return None
    first = data[start]
    if first != TEXT and not (deflated and first == DEFLATED_TEXT):
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
    masked = int.from_bytes(data[body : body + size], "little") ^ int.from_bytes(mask, "little")
    payload: bytes | None = masked.to_bytes(size, "little")
    if payload is not None and first == DEFLATED_TEXT:
        payload = deflate.inflate(payload, longest)
    return None if payload is None else (payload, body + size)


class DirectProtocol(WebSocketProtocol):
    """Daphne's protocol; `listener` is set once a consumer of ours has let the client in."""

    listener: FrameListener | None = None
    paused = False  # nothing is read, because the inbox is full
    unread_frames = unread_bytes = 0  # while there is no listener, or no more

    @property
    def deflates(self) -> bool:
        """Was it agreed that messages may be compressed?"""
        return self._perMessageCompress is not None

    def _parseExtensionsHeader(self, header: str, removeQuotes: bool = True) -> Any:
        """autobahn's reader of what a client offers. Only what is taken gets as far as autobahn, which fails
        the whole handshake where it should decline."""
        return deflate.acceptable(super()._parseExtensionsHeader(header, removeQuotes))

    def connectionMade(self) -> None:
        """autobahn's, without a description of each connection, of which nobody reads more than PLAIN has."""
        transport: Any = self.transport
        if isinstance(transport, Connection):
            self._transport_details = PLAIN
            self.peer = str(transport.getPeer())
            self._connectionMade()
        else:
            super().connectionMade()

    def onOpen(self) -> None:
        """Lets go of the HTTP request, which Daphne and Twisted would keep as long as the socket lives."""
        super().onOpen()
        self.http_headers = self.clean_headers = None
        self.request.headers = {}
        if isinstance(self.transport, Connection):
            self.transport.unregisterProducer()  # Twisted's HTTPChannel, which has nothing to send any more

    def dataReceived(self, data: bytes) -> None:
        if self.listener is None or self.data or self.current_frame is not None or self.inside_message:
            self._received(data)
            return
        if len(data) == 6 and data.startswith(EMPTY_PONG):
            self.listener.count()
            return
        start, size, deflated = 0, len(data), self.deflates
        while start < size and self.state == self.STATE_OPEN and not self.paused:
            found = text_frame(data, start, self.maxMessagePayloadSize, deflated)
            if found is None or not _is_utf8(found[0]):
                break
            payload, start = found
            self.onMessage(payload, False)
        if start < size:
            self._received(data[start:] if start else data)

    def _received(self, data: bytes) -> None:
        """By way of autobahn."""
        if self.listener is None or self.state != self.STATE_OPEN:
            self.unread_bytes += len(data)
            if self.unread_bytes > UNREAD_BYTES:
                self.dropConnection(abort=True)
                return
        elif len(data) < TINY and (self.data or self.current_frame is not None):
            self.listener.count()
        super().dataReceived(data)

    def processData(self) -> bool:
        """autobahn's step through what was read. A little that was read may be much when it is inflated, so
        that it too waits until there is room again."""
        if self.paused and self.state == self.STATE_OPEN:
            return False
        return bool(super().processData())

    def onFrameBegin(self) -> None:
        """autobahn's hook for each frame on that way. Whole messages are counted elsewhere."""
        frame = self.current_frame
        if self.state != self.STATE_OPEN or (self.listener is None and frame.opcode not in (1, 2)):
            self.unread_frames += 1
            if self.unread_frames > UNREAD_FRAMES:
                self.dropConnection(abort=True)
        elif self.listener is not None and frame.opcode not in (1, 2, 8):
            self.listener.count()
        super().onFrameBegin()

    def onPing(self, payload: bytes) -> None:
        """A client that does not read its pongs gets no more of them."""
        if self.state == self.STATE_OPEN and not getattr(self.transport, "dataBuffer", b""):
            super().onPing(payload)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        if self.state != self.STATE_OPEN:
            return  # nobody reads the inbox any more
        if self._perMessageCompress is not None:
            self._perMessageCompress._decompressor = None  # autobahn makes one for each message, and keeps it
        listener = self.listener
        if listener is None or isBinary:
            super().onMessage(payload, isBinary)
            self._pause_when_full()
            return
        if listener.busy or not self.application_queue.empty():
            if listener.admit(payload):
                self.application_queue.put_nowait({"type": "wick.frame", "payload": payload})
                self._pause_when_full()
            return
        self.last_ping = time.time()
        if (work := listener.receive(payload)) is not None:
            listener.busy = True  # until the consumer has awaited it; what comes meanwhile queues up
            self.application_queue.put_nowait({"type": "wick.work", "work": work})

    def _pause_when_full(self) -> None:
        """What the client sends from now on waits in its own buffers."""
        if self.application_queue.full and not self.paused:
            self.paused = True
            self.application_queue.on_room = self._resume
            self.transport.pauseProducing()

    def _resume(self) -> None:
        self.paused = False
        self.consumeData()
        if self.paused:
            return
        if self.state != self.STATE_CLOSED and not getattr(self.transport, "disconnecting", False):
            self.transport.resumeProducing()


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
