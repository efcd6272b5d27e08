"""The direct way out (chatsite.wire) on a real Twisted connection: all bytes, in order, and counted."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection

from chatsite.wire import Wire


class Reactor:
    """What a connection passes to the reactor; a test writes when it wants to."""

    def addReader(self, connection: Any) -> None: ...
    def addWriter(self, connection: Any) -> None: ...
    def removeReader(self, connection: Any) -> None: ...
    def removeWriter(self, connection: Any) -> None: ...


class Pair:
    """A connection and the client at its other end, with buffers that are soon full."""

    def __init__(self) -> None:
        ours, self.client = socket.socketpair()
        ours.setblocking(False)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        protocol = Protocol()
        self.connection: Any = Connection(ours, protocol, Reactor())  # type: ignore[arg-type]
        self.connection.connected = 1
        protocol.makeConnection(self.connection)
        self.wire = Wire(protocol)

    def read(self) -> bytes:
        """All that has left and leaves now."""
        received = b""
        self.client.setblocking(False)
        for _ in range(1000):
            try:
                received += self.client.recv(1 << 20)
            except BlockingIOError:
                if not self.wire.unsent:
                    return received
                self.connection.doWrite()
        raise AssertionError("it does not end")

    def close(self) -> None:
        self.client.close()
        self.connection.socket.close()


@pytest.fixture
def pair() -> Iterator[Pair]:
    pair = Pair()
    yield pair
    pair.close()


def test_what_the_client_takes_at_once_leaves_at_once(pair: Pair) -> None:
    assert pair.wire.write(b"hello") == 0
    assert pair.client.recv(100) == b"hello"


def test_what_it_does_not_take_is_counted_and_kept(pair: Pair) -> None:
    data = b"x" * 300_000
    unsent = pair.wire.write(data)
    assert 0 < unsent < len(data)
    assert unsent == pair.wire.unsent
    assert pair.wire.write(b"y" * 1000) == unsent + 1000
    assert pair.read() == data + b"y" * 1000
    assert pair.wire.unsent == 0


def test_order_is_kept_with_what_others_write(pair: Pair) -> None:
    """Pings, pongs and closes go by Twisted's own write."""
    expected = b""
    for n in range(200):
        data = bytes([n]) * (1 + n * 37 % 4000)
        expected += data
        (pair.wire.write if n % 3 else pair.connection.write)(data)
        if n % 50 == 0:
            pair.connection.doWrite()
    assert pair.read() == expected


def test_when_it_has_caught_up_bytes_leave_at_once_again(pair: Pair) -> None:
    pair.wire.write(b"x" * 300_000)
    pair.read()
    assert pair.wire.write(b"hello") == 0
    assert pair.client.recv(100) == b"hello"


def test_nothing_is_written_to_a_connection_that_ends(pair: Pair) -> None:
    pair.wire.write(b"x" * 300_000)
    unsent = pair.wire.unsent
    pair.connection.disconnecting = 1
    assert pair.wire.write(b"more") == 0
    assert pair.wire.unsent == unsent


def test_a_client_that_has_gone_is_no_error(pair: Pair) -> None:
    pair.client.close()
    pair.wire.write(b"x")
    assert pair.wire.write(b"x") == 0
