"""Getting many sockets connected and into their rooms."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from bench.load import network
from bench.load.client_framing import Scanner
from bench.load.dialects import Dialect, Place
from bench.load.room import RoomOrder
from bench.load.socket import ConnectionRefused, LoadSocket

# Connections being opened at once: more would overrun the listen backlog of the servers measured.
AT_ONCE = 32
PATIENCE = 60.0


class SocketCrowd:
    """All the sockets of one load process towards one server."""

    def __init__(self, url: str, dialect: Dialect, tokens: Sequence[str]) -> None:
        parts = urlsplit(url)
        self.dialect = dialect
        self.sockets: list[LoadSocket] = []
        self.rooms: list[RoomOrder] = []
        self.places: dict[str, Place | None] = {}
        self.failures: Counter[str] = Counter()
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._netloc = parts.netloc
        self._tokens = itertools.cycle(tokens or [""])
        self._scan = Scanner(dialect.event, dialect.lines)
        self._numbers = itertools.count()

    async def fill(
        self,
        names: Sequence[str],
        size: int,
        since: Place | None = None,
    ) -> None:
        """Put `size` sockets into each room; those that do not get in are counted in `failures`.

        With `since`, everyone resumes from there; without, nobody asks for more than the newest page once.
        """
        network.allow_files(len(names) * size)
        gate = asyncio.Semaphore(AT_ONCE)
        for name in names:
            # The first one in learns where the room stands, so that the rest need no history.
            first = [await self._try(name, since, gate)]
            place = since or self.places.get(name)
            rest = await asyncio.gather(*(self._try(name, place, gate) for _ in range(size - 1)))
            inside = [socket for socket in first + rest if socket is not None]
            if inside:
                self.rooms.append(RoomOrder(name, self.dialect, inside))

    async def _try(self, room: str, since: Place | None, gate: asyncio.Semaphore) -> LoadSocket | None:
        async with gate:
            try:
                socket = await asyncio.wait_for(self.enter(room, since), PATIENCE)
            except (OSError, TimeoutError, ConnectionRefused) as failure:
                self.failures[_reason(failure)] += 1
                return None
        socket.ready()
        return socket

    async def enter(self, room: str, since: Place | None) -> LoadSocket:
        """One more socket, connected and in `room`."""
        number = next(self._numbers)
        local = network.source(self._host, number)
        _, socket = await asyncio.get_running_loop().create_connection(
            lambda: LoadSocket(self.dialect, self._scan, number, self._netloc, next(self._tokens)),
            self._host,
            self._port,
            local_addr=(local, 0) if local else None,
        )
        await socket.opened
        self.sockets.append(socket)
        place = await self.dialect.enter(socket, room, since)
        self.places.setdefault(room, place)
        return socket

    @property
    def ended(self) -> int:
        """How many got in and are there no more."""
        return sum(socket.ended is not None for socket in self.sockets)

    def reasons(self) -> list[str]:
        """Why sockets did not get in, the commonest first, with how many."""
        return [f"{count} × {reason}" for reason, count in self.failures.most_common(5)]

    async def settle(self, patience: float = 10.0) -> None:
        """Wait until everything posted has arrived, or until nothing has arrived for `patience` seconds."""
        loop = asyncio.get_running_loop()
        seen, since = -1, loop.time()
        while not all(room.settled for room in self.rooms) and loop.time() - since < patience:
            arrived = sum(socket.events + socket.acks for socket in self.sockets)
            if arrived != seen:
                seen, since = arrived, loop.time()
            await asyncio.sleep(0.02)

    async def leave(self) -> None:
        """Close everything, and let the server notice before anything else is measured."""
        for socket in self.sockets:
            socket.close()
        await asyncio.sleep(0.2)


def _reason(failure: Exception) -> str:
    if isinstance(failure, TimeoutError):
        return f"no answer within {PATIENCE:g} s"
    return (failure.strerror if isinstance(failure, OSError) else "") or str(failure)
