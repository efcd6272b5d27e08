"""One room under load: who is in it, what was said in it, and whether all of it arrived."""

import itertools
import time
from collections.abc import Sequence

from bench.load import message
from bench.load.dialects import Dialect
from bench.load.socket import LoadSocket

SAMPLES = 4


class Deserted(Exception):
    """Nobody is left in the room."""


class RoomOrder:
    """The sockets of one room, and a count of what was posted and delivered in it.

    `posted` counts messages, `delivered` counts events over all its sockets.
    """

    def __init__(self, name: str, dialect: Dialect, sockets: list[LoadSocket]) -> None:
        self.name, self.dialect, self.sockets = name, dialect, sockets
        self.posted = self.delivered = 0
        self._senders = itertools.cycle(sockets)
        self._window, self._length = 0, message.LENGTH
        self._next = 0  # deliveries at which there is room in the window for another message
        for socket in sockets:
            socket.on_events = self._received

    def post_one(self, length: int = message.LENGTH) -> None:
        """The next person who is still there says the next message, of `length` characters."""
        for sender in itertools.islice(self._senders, len(self.sockets)):
            if sender.ended is None:
                sender.send(self.dialect.post(self.name, message.write(self.posted, length)))
                self.posted += 1
                return
        raise Deserted(f"The server has closed every socket in {self.name}.")

    def keep_in_flight(self, window: int, length: int = message.LENGTH) -> None:
        """Keep `window` messages of `length` characters on their way, where one is on its way until every
        socket has it; 0 stops."""
        self._window, self._length = window, length
        self._refill()

    def _received(self, events: int) -> None:
        self.delivered += events
        if self._window and self.delivered >= self._next:
            self._refill()

    def _refill(self) -> None:
        arrived = self.delivered // len(self.sockets)
        while self.posted - arrived < self._window:
            self.post_one(self._length)
        self._next = (arrived + 1) * len(self.sockets)

    @property
    def refused(self) -> int:
        """Messages that the server answered with an error: they must not arrive."""
        return sum(sum(socket.errors.values()) for socket in self.sockets)

    @property
    def expected(self) -> int:
        """Events that each socket must have been sent."""
        return self.posted - self.refused

    @property
    def settled(self) -> bool:
        """Whether all that was posted has been delivered and, where there are acks, acked."""
        if self.delivered < self.expected * len(self.sockets):
            return False
        return not self.dialect.acks or sum(s.acks for s in self.sockets) >= self.expected


class Sample:
    """A socket that reads every event: its order, and how long each message took to arrive.

    `latencies` are milliseconds from just before the post to the arrival, since `start` was called.
    """

    def __init__(self, socket: LoadSocket) -> None:
        self.latencies: list[float] = []
        self.lost = self.doubled = self.disordered = 0
        self._read = socket.dialect.seen
        self._seq: int | None = None
        self._numbers: set[int] = set()
        self._since = time.monotonic_ns()
        socket.looked_at = self._see

    def start(self) -> None:
        """Forget the latencies so far: what is measured begins now."""
        self._since = time.monotonic_ns()
        self.latencies.clear()

    def _see(self, payload: bytes) -> None:
        now = time.monotonic_ns()
        seq, text = self._read(payload)
        if seq is not None:
            if self._seq is not None and seq != self._seq + 1:
                self.disordered += 1
            self._seq = seq
        stamp = message.read(text)
        if stamp is None:
            return
        if stamp.number in self._numbers:
            self.doubled += 1
        self._numbers.add(stamp.number)
        if stamp.sent >= self._since:
            self.latencies.append((now - stamp.sent) / 1e6)


def sample(rooms: Sequence[RoomOrder], most: int) -> list[Sample]:
    """At most `most` sockets that read everything, from all rooms in turn, the last who came first."""
    sockets = [room.sockets[-1 - turn] for turn in range(most) for room in rooms if turn < len(room.sockets)]
    return [Sample(socket) for socket in sockets[:most]]
