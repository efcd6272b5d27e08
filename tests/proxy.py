"""A TCP proxy in front of a server. It can lose what the server says, and let connections fall silent: open,
and carrying nothing."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


class Proxy:
    """Listens at `port` of the loopback while it is entered. Runs in a thread of its own."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self._silent: set[asyncio.StreamWriter] = set()
        self._listening: set[asyncio.StreamWriter] = set()  # to clients that have subscribed to something
        self._lost: threading.Event | None = None  # set when something was lost, while things are
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def silence(self) -> int:
        """From now on what is open carries nothing in either direction: no data, no FIN, no RST. New
        connections do. How many fell silent?"""
        return int(self._run(self._silence()))

    @contextmanager
    def losing(self) -> Iterator[threading.Event]:
        """Meanwhile all that the server says to subscribers is lost. The event is set once an event of a room
        was."""
        self._lost = threading.Event()
        yield self._lost
        self._lost = None

    def cut(self) -> None:
        """Closes what is open."""
        self._run(self._cut())

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        self._silent.clear()
        await self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _silence(self) -> int:
        self._silent |= self._open
        return len(self._open) // 2

    async def _cut(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        self._open |= {writer, back}
        try:
            await asyncio.gather(self._pump(reader, back, writer), self._pump(there, writer))
        finally:
            self._open -= {writer, back}
            self._listening.discard(writer)

    async def _pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        client: asyncio.StreamWriter | None = None,
    ) -> None:
        """Carries on until the source ends; what comes after the silence is swallowed, and so is the end.
        `client`: whom the source is, where it is no server."""
        try:
            while data := await source.read(65536):
                if client is not None and b"SUBSCRIBE" in data:
                    self._listening.add(client)
                if self._lost is not None and target in self._listening:
                    if b"events" in data:
                        self._lost.set()
                elif target not in self._silent:
                    target.write(data)
                    await target.drain()
        except OSError:
            pass
        if target not in self._silent:
            target.close()
