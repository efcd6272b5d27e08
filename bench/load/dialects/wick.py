"""Wick's own wire (docs/protocol.md)."""

import json
import uuid
from typing import ClassVar

import msgspec

from bench.load.dialects import Place
from bench.load.seen_event import SeenEvent
from bench.load.socket import ConnectionRefused, LoadSocket


class _Event(msgspec.Struct):
    seq: int
    text: str = ""


class _Joined(msgspec.Struct):
    head: int
    epoch: str
    more: bool = False
    events: list[_Event] = []


class _Error(msgspec.Struct):
    code: str
    detail: str = ""


_event = msgspec.json.Decoder(_Event)
_joined = msgspec.json.Decoder(_Joined)
_error = msgspec.json.Decoder(_Error)


class Wick:
    name: ClassVar[str] = "wick"
    path: ClassVar[str] = "/ws/"
    event: ClassVar[bytes] = b'{"type":"event"'
    lines: ClassVar[bool] = False
    acks: ClassVar[bool] = True

    def headers(self, token: str) -> list[str]:
        return [f"Authorization: Bearer {token}"]

    async def enter(self, socket: LoadSocket, room: str, since: Place | None) -> Place | None:
        await socket.expect(b'{"type":"welcome"')
        return await self.follow(socket, room, since)

    async def follow(self, socket: LoadSocket, room: str, since: Place | None) -> Place:
        """The same for a socket that was welcomed before."""
        while True:
            socket.send(self.join(room, since))
            answer = await socket.expect(b"{")
            while not answer.startswith((b'{"type":"joined"', b'{"type":"error"')):
                answer = await socket.expect(b"{")
            if answer.startswith(b'{"type":"error"'):
                error = _error.decode(answer)
                raise ConnectionRefused(f"cannot join {room}: {error.code} {error.detail}".strip())
            joined = _joined.decode(answer)
            if not joined.more:
                return Place(joined.head, joined.epoch)
            since = Place(joined.events[-1].seq, joined.epoch)

    def join(self, room: str, since: Place | None) -> bytes:
        frame: dict[str, object] = {"type": "join", "room": room}
        if since is not None:
            frame |= {"since": since.head, "epoch": since.epoch}
        return json.dumps(frame).encode()

    def post(self, room: str, text: str) -> bytes:
        return f'{{"type":"post","room":"{room}","id":"{uuid.uuid4()}","text":"{text}"}}'.encode()

    def other(self, socket: LoadSocket, payload: bytes) -> None:
        if payload.startswith(b'{"type":"ack"'):
            socket.acked()
        elif payload.startswith(b'{"type":"error"'):
            socket.refused(_error.decode(payload).code)

    def seen(self, payload: bytes) -> SeenEvent:
        event = _event.decode(payload)
        return SeenEvent(event.seq, event.text)


class WickLean(Wick):
    """With lean events."""

    name: ClassVar[str] = "wick-lean"
    path: ClassVar[str] = "/ws/?lean=1"


class WickDeflated(WickLean):
    """With lean events, in compressed frames."""

    name: ClassVar[str] = "wick-deflated"

    def headers(self, token: str) -> list[str]:
        return [*super().headers(token), "Sec-WebSocket-Extensions: permessage-deflate"]
