"""A socket that comes back when it is cut, and asks again with the same id."""

import asyncio
import random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from chat.protocol.errors import Close, Code
from chat.simulation.accounts import Account

PATIENCE = 10.0  # seconds for an answer; then the socket counts as dead
GIVE_UP = 60.0  # seconds without a connection after which the replay ends
FOR_GOOD = {Close.NOT_SIGNED_IN, Close.NOT_ALLOWED, Close.CANNOT_ANSWER, 401, 403, 404}  # and of HTTP
AGAIN = {Code.RATE_LIMITED, Code.UNAVAILABLE}

Frame = dict[str, Any]


class Unreachable(Exception):
    """The server is not there, or does not let us in; the message says which."""


class ReplayConnection:
    """One account's socket, in one room. `ready` while it follows it."""

    def __init__(self, url: str, account: Account, room: str) -> None:
        self.url, self.account, self.room = url, account, room
        self.reconnections = -1
        self.ready = asyncio.Event()
        self._socket: ClientConnection
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._epoch: str | None = None
        self.since: int | None = None  # the newest event that came
        self._after: float | None = None  # seconds, as a `reconnect` frame said

    async def run(self) -> None:
        """Keeps the socket open until it is cancelled. Raises Unreachable."""
        loop = asyncio.get_running_loop()
        pause, lost_at = 0.5, loop.time()
        while True:
            try:
                headers = {"Authorization": f"Bearer {self.account.token}"}
                async with connect(
                    self.url, additional_headers=headers, compression=None, max_size=None, proxy=None
                ) as self._socket:
                    await self._enter()
                    pause = 0.5
                    await self._read()
            except (OSError, TimeoutError, WebSocketException) as error:
                self._check(error)
                if self.reconnections < 0 or loop.time() - lost_at > GIVE_UP:
                    raise Unreachable(f"{self.url} does not answer: {error}") from None
            if self.ready.is_set():
                self.ready.clear()
                lost_at = loop.time()
            for waiting in self._answers.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionError())
            # An instance that ends gives each client a time to come back.
            after, self._after = self._after, None
            await asyncio.sleep(after or random.uniform(pause / 2, pause))  # noqa: S311  a delay, no secret
            pause = min(5.0, pause * 2)

    def _check(self, error: Exception) -> None:
        """Raises Unreachable where trying again would not help."""
        code = error.response.status_code if isinstance(error, InvalidStatus) else None
        if isinstance(error, ConnectionClosed) and error.rcvd is not None:
            code = error.rcvd.code
        if code in FOR_GOOD:
            raise Unreachable(
                f"{self.url} does not let us in ({code}). Is its database the one of these settings?"
            )

    async def _enter(self) -> None:
        welcome = msgspec.json.decode(await self._socket.recv())
        if self.account.user and welcome["user"]["id"] != self.account.user:
            raise Unreachable(f"{self.url} takes us for {welcome['user']['username']}.")
        self.reconnections += 1
        await self._join()

    async def _join(self) -> None:
        frame = {"type": "join", "room": self.room, "since": self.since, "epoch": self._epoch}
        await self._socket.send(msgspec.json.encode(frame).decode())

    async def _read(self) -> None:
        async for message in self._socket:
            frame = msgspec.json.decode(message)
            if frame["type"] == "event":
                self.came(frame)
            elif frame["type"] == "joined":
                await self._joined(frame)
            elif frame["type"] == "reconnect":
                self._after = frame["after"]
            elif frame["type"] == "error" and not self.ready.is_set():
                await self._join_later(frame)
            elif (waiting := self._answers.get(frame.get("id", ""))) is not None and not waiting.done():
                waiting.set_result(frame)

    async def _join_later(self, error: Frame) -> None:
        if error["code"] not in AGAIN:
            raise Unreachable(f"Nobody can join “{self.room}” at {self.url}: {error['detail']}")
        await asyncio.sleep(error.get("retry_after") or 1.0)
        await self._join()

    async def _joined(self, frame: Frame) -> None:
        first, self._epoch = self._epoch is None, frame["epoch"]
        if first:
            self.since = frame["head"]
        for event in [] if first else frame["events"]:
            self.came(event)
        if frame.get("more"):
            await self._join()
        else:
            self.ready.set()

    def came(self, event: Frame) -> None:
        """One event of the room, live or after a reconnection."""
        self.since = event["seq"]

    async def ask(self, frame: Frame) -> Frame:
        """The answer to a frame with an `id`, which is sent again until it is answered."""
        text = msgspec.json.encode(frame).decode()
        while True:
            await self.ready.wait()
            waiting = self._answers[frame["id"]] = asyncio.get_running_loop().create_future()
            try:
                await self._socket.send(text)
                async with asyncio.timeout(PATIENCE):
                    return await waiting
            except TimeoutError:
                await self._socket.close()
            except (ConnectionError, ConnectionClosed):
                await asyncio.sleep(0.1)
            finally:
                del self._answers[frame["id"]]
