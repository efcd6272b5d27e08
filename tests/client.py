"""A client of the wire contract for tests, which complains whenever the server breaks it.

Written from docs/protocol.md and docs/asyncapi.yaml alone; nothing of chat/ is used, so that the two
cannot share a misunderstanding.
"""

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions import ClientExtensionFactory

from tests.inbox import TIMEOUT, Inbox
from tests.lean import whole_frame
from tests.polling import async_wait_until, wait_as_asked
from tests.room_view import ContractViolation, Frame, RoomView


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
        extensions: Sequence[ClientExtensionFactory] | None = None,
        lean: bool = False,
    ) -> None:
        """`extensions`: what is offered, where that is not what `compression` stands for; `lean`: events come
        in their lean form, and are kept whole."""
        super().__init__()
        self.url, self.origin = f"{url}?lean=1" if lean else url, origin
        self.compression, self.extensions, self.lean = compression, extensions, lean
        self.lean_frames: list[Frame] = []  # as they came
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
            extensions=self.extensions,
            proxy=None,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def close(self) -> None:
        if self._reading is not None:
            await self._socket.close()
            await self._reading
        if self.violation is not None:
            raise self.violation

    async def __aenter__(self) -> "Client":
        await self.open()
        await self.welcomed()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def welcomed(self) -> Frame:
        return await self.wait_for(type="welcome")

    async def closed(self, within: float = TIMEOUT) -> int:
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
        if fields.get("shown") and fields.get("since") is None and fields.get("id"):
            self.asked_shown.add(fields["id"])
        await self.send_raw(json.dumps({"type": type, **fields}))

    async def send_raw(self, message: str | bytes) -> None:
        await self._socket.send(message)

    async def send_fragments(self, pieces: list[str]) -> None:
        """One text message in several frames."""
        await self._socket.send(iter(pieces))

    async def send_bytes_as_text(self, payload: bytes) -> None:
        """A text frame of any bytes, UTF-8 or not."""
        await self._socket.send(payload, text=True)

    async def answer_to(self, type: str, **fields: Any) -> Frame:
        """Sends a frame with an id, and waits for the frame that carries it back."""
        frame_id = fields.setdefault("id", new_id())
        start = len(self.received)
        await self.send(type, **fields)
        return await self.wait_for(id=frame_id, start=start, but="event")

    async def ask(self, type: str, **fields: Any) -> Frame:
        """The same. Raises Refusal when the answer is an error."""
        answer = await self.answer_to(type, **fields)
        if answer["type"] == "error":
            raise Refusal(answer)
        return answer

    async def refused(self, type: str, **fields: Any) -> str:
        """Sends a frame that must be answered with an `error`; its code."""
        answer = await self.answer_to(type, **fields)
        assert answer["type"] == "error", f"This should have been refused: {fields}; the answer was {answer}"
        return str(answer["code"])

    async def until_refused(self, type: str, code: str, *, within: float = TIMEOUT, **fields: Any) -> None:
        """Repeats a frame until it is answered with this error: what another process does takes a moment."""
        answer = await self.until_answered(type, "error", within=within, **fields)
        assert answer["code"] == code

    async def until_answered(self, type: str, with_: str, *, within: float = TIMEOUT, **fields: Any) -> Frame:
        """Repeats a frame until the answer is of the type `with_`; that answer."""

        async def answered() -> Frame | None:
            answer = await self.answer_to(type, **fields)
            return answer if answer["type"] == with_ else None

        answer: Frame = await async_wait_until(answered, within=within, what=f"{with_} as the answer")
        return answer

    async def post(self, room: str, text: str = "hello", **fields: Any) -> int:
        """Posts something and returns its seq."""
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
        while (answer := await self.answer_to("ping"))["type"] == "error":
            await wait_as_asked(answer)

    @property
    def agreed(self) -> str | None:
        """The extensions that the server answered with."""
        assert self._socket.response is not None
        return self._socket.response.headers.get("Sec-WebSocket-Extensions")

    def _whole(self, frame: Frame) -> Frame:
        if not self.lean:
            return frame
        self.lean_frames.append(frame)
        return whole_frame(frame)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                await self.take(self._whole(json.loads(message)))
        except (ConnectionClosed, ContractViolation):
            pass
        finally:
            async with self._news:
                self._news.notify_all()
