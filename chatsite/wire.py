"""The direct way to a client: WebSocket frames written to the connection without ASGI or autobahn.

This is the only place that touches what Twisted keeps to itself: `_tempDataBuffer` and `_tempDataLen`
beside the documented `dataBuffer` and `offset` of twisted.internet.abstract.FileDescriptor, and the
`socket` of twisted.internet.tcp.Connection. tests/test_wire.py fails when a new version moves them.
"""

from typing import Any

from twisted.internet.tcp import Connection


def wire_for(protocol: Any) -> "Wire":
    """The wire of a Daphne protocol: under TLS one that leaves the sending to Twisted."""
    return Wire(protocol) if isinstance(protocol.transport, Connection) else TlsWire(protocol)


def unsent(transport: Any) -> int:
    """Bytes that a TCP connection holds."""
    return len(transport.dataBuffer) - transport.offset + transport._tempDataLen


class Wire:
    """Writes in order with whatever else is written to the same transport: pings, pongs, closes."""

    __slots__ = ("_protocol", "_send", "_transport")

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._send = protocol.transport.socket.send

    @property
    def unsent(self) -> int:
        """Bytes that the connection holds."""
        return unsent(self._transport)

    def write(self, data: bytes) -> int:
        """Sends whole frames; returns how many bytes the connection holds unsent now.

        Where nothing waits already, the socket is written to at once: several times cheaper than
        Twisted's write, which queues, asks the reactor for writability, and sends in a later turn.
        """
        transport = self._transport
        if not transport.connected or transport.disconnecting:
            return 0
        if transport.dataBuffer or transport._tempDataBuffer:
            transport.write(data)
            return self.unsent
        try:
            sent = self._send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            return 0  # reset by the client: the reactor finds out by itself and closes
        if sent < len(data):
            transport.write(data[sent:])
            return len(data) - sent
        return 0

    @property
    def deflates(self) -> bool:
        """May frames be compressed (chatsite.deflate)?"""
        return bool(self._protocol.deflates)

    def listen(self, listener: Any) -> None:
        """From now on frames go to `listener` (chatsite.inbound.Listener) at once."""
        self._protocol.listener = listener

    def close(self, code: int) -> None:
        """Sends a close frame; the connection is cut when the client does not answer in time."""
        # Not sendClose, which takes 1012 for a code that no application may use.
        self._protocol.sendCloseFrame(code=code)


class TlsWire(Wire):
    """The same over a transport that encrypts: what is unsent waits in the connection below it."""

    __slots__ = ("_below",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._below = protocol.transport.transport

    @property
    def unsent(self) -> int:
        return unsent(self._below)

    def write(self, data: bytes) -> int:
        if self._transport.connected and not self._transport.disconnecting:
            self._transport.write(data)
        return self.unsent
