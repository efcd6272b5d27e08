"""A client of the wire contract for tests, which complains whenever the server breaks it.

Written from docs/protocol.md and docs/asyncapi.yaml alone; nothing of chat/ is used, so that the two
cannot share a misunderstanding.
"""

import asyncio
import json
import uuid
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.inbox import PATIENCE, Inbox
from tests.view import Broken, Frame, RoomView


def new_id() -> str:
    return str(uuid.uuid4())


class Refusal(Exception):
    """An `error` frame came as the answer."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(f"{frame['code']}: {frame['detail']}")
        self.frame = frame
        self.code = frame["code"]


class Client(Inbox):
    """One socket. What comes in is kept in `received`, and room by room in `rooms`.

    `async with Client(url, token=…) as ada:` connects and waits for `welcome`; at the end anything that
    broke the contract in between is raised.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        cookie: str | None = None,
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
        compression: str | None = None,
    ) -> None:
        super().__init__()
        self.url, self.origin, self.compression = url, origin, compression
        self.headers = dict(headers or {})
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"
        if cookie is not None:
            self.headers["Cookie"] = f"sessionid={cookie}"
        self._socket: ClientConnection
        self._reading: asyncio.Task[None] | None = None

    # --- life ----------------------------------------------------------------------------------------------

    async def open(self) -> "Client":
        """Connects; what the server says is waited for by `welcomed`, `closed` and the others."""
        self._socket = await connect(
            self.url,
            additional_headers=self.headers,
            origin=self.origin,  # type: ignore[arg-type]
            max_size=None,
            max_queue=None,
            compression=self.compression,
            proxy=None,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def close(self) -> None:
        if self._reading is not None:
            await self._socket.close()
            await self._reading
        if self.broken is not None:
            raise self.broken

    async def __aenter__(self) -> "Client":
        await self.open()
        await self.welcomed()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def welcomed(self) -> Frame:
        return await self.wait_for(type="welcome")

    async def closed(self, within: float = PATIENCE) -> int:
        """Waits until the server has closed the socket; the close code."""
        async with asyncio.timeout(within):
            await self._socket.wait_closed()
        assert self._socket.close_code is not None
        return self._socket.close_code

    @property
    def is_open(self) -> bool:
        return self._reading is not None and not self._reading.done()

    # --- out -----------------------------------------------------------------------------------------------

    async def send(self, type: str, **fields: Any) -> None:
        """One frame."""
        await self.send_raw(json.dumps({"type": type, **fields}))

    async def send_raw(self, message: str | bytes) -> None:
        await self._socket.send(message)

    async def send_fragments(self, pieces: list[str]) -> None:
        """One text message in several frames."""
        await self._socket.send(iter(pieces))

    async def send_bytes_as_text(self, payload: bytes) -> None:
        """A text frame of any bytes, UTF-8 or not."""
        await self._socket.send(payload, text=True)

    async def ask_loosely(self, type: str, **fields: Any) -> Frame:
        """Sends a frame with an id, and waits for the frame that carries it back."""
        frame_id = fields.setdefault("id", new_id())
        start = len(self.received)
        await self.send(type, **fields)
        return await self.wait_for(id=frame_id, start=start, but="event")

    async def ask(self, type: str, **fields: Any) -> Frame:
        """The same. Raises Refusal when the answer is an error."""
        answer = await self.ask_loosely(type, **fields)
        if answer["type"] == "error":
            raise Refusal(answer)
        return answer

    async def refused(self, type: str, **fields: Any) -> str:
        """Sends a frame that must be answered with an `error`; its code."""
        answer = await self.ask_loosely(type, **fields)
        assert answer["type"] == "error", f"This should have been refused: {fields}; the answer was {answer}"
        return str(answer["code"])

    async def until_refused(self, type: str, code: str, *, within: float = 2.0, **fields: Any) -> None:
        """Repeats a frame until it is answered with this error: what is done backstage has to arrive."""
        async with asyncio.timeout(within):
            while True:
                answer = await self.ask_loosely(type, **fields)
                if answer["type"] == "error":
                    assert answer["code"] == code
                    return
                await asyncio.sleep(0.05)

    async def post(self, room: str, text: str = "hello", **fields: Any) -> int:
        """Says something and tells its seq."""
        return int((await self.ask("post", room=room, text=text, **fields))["seq"])

    async def join(self, room: str, **fields: Any) -> Frame:
        """One `join` and its `joined`."""
        joined = await self.ask("join", room=room, **fields)
        since = fields.get("since")
        if since is not None and not joined.get("reset"):
            wanted = list(range(since + 1, since + 1 + len(joined["events"])))
            assert [event["seq"] for event in joined["events"]] == wanted, "not what follows `since`"
        return joined

    async def follow(self, room: str) -> RoomView:
        """Follows a room: from where this client was, page by page, or from its newest page."""
        view = self.view(room)
        while True:
            fields = {"since": view.last, "epoch": view.epoch} if view.last is not None else {}
            if not (await self.join(room, **fields)).get("more"):
                return view

    async def load_all(self, room: str) -> RoomView:
        """Fetches the room's history, back to its first event."""
        page = await self.ask("history", room=room)
        while page["more"]:
            page = await self.ask("history", room=room, before=page["events"][0]["seq"])
        return self.view(room)

    async def settle(self) -> None:
        """Returns when everything that the server sent before now has come in."""
        await self.ask("ping")

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                await self.take(json.loads(message))
        except (ConnectionClosed, Broken):
            pass
        finally:
            async with self._news:
                self._news.notify_all()
