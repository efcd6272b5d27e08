"""Centrifugo's JSON protocol, with history on and clients that subscribe and publish themselves.

What is ready for a client is joined into one WebSocket message, one JSON object a line.
"""

import json
from typing import ClassVar

import msgspec

from bench.load.dialects import Place
from bench.load.seen_event import SeenEvent
from bench.load.socket import LoadSocket

_PING, _PONG = b"{}", b"{}"


class _Text(msgspec.Struct):
    text: str


class _Publication(msgspec.Struct):
    data: _Text
    offset: int | None = None


class _Pushed(msgspec.Struct):
    pub: _Publication


class _Event(msgspec.Struct):
    push: _Pushed


_event = msgspec.json.Decoder(_Event)


class Centrifugo:
    name: ClassVar[str] = "centrifugo"
    path: ClassVar[str] = "/connection/websocket"
    event: ClassVar[bytes] = b'{"push":{"channel":"'
    acks: ClassVar[bool] = True
    lines: ClassVar[bool] = True

    def headers(self, token: str) -> list[str]:
        return []

    async def enter(self, socket: LoadSocket, room: str, since: Place | None) -> Place | None:
        socket.send(b'{"id":1,"connect":{}}')
        await socket.expect(b'{"id":1,')
        socket.send(json.dumps({"id": 2, "subscribe": {"channel": room}}).encode())
        await socket.expect(b'{"id":2,')
        return None

    def post(self, room: str, text: str) -> bytes:
        return f'{{"id":3,"publish":{{"channel":"{room}","data":{{"text":"{text}"}}}}}}'.encode()

    def other(self, socket: LoadSocket, payload: bytes) -> None:
        if payload == _PING:
            socket.send(_PONG)
        elif payload.startswith(b'{"id":3,"publish"'):
            socket.acked()
        elif payload.startswith(b'{"id":3,'):
            socket.refused("error")

    def seen(self, payload: bytes) -> SeenEvent:
        publication = _event.decode(payload).push.pub
        return SeenEvent(publication.offset, publication.data.text)
