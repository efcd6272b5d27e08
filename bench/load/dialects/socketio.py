"""Socket.IO 4 over its WebSocket transport (Engine.IO protocol 4): packets with a numeric prefix."""

from typing import ClassVar

import msgspec

from bench.load.dialects import Place
from bench.load.seen_event import SeenEvent
from bench.load.socket import LoadSocket

_PING, _PONG = b"2", b"3"
_CONNECT, _ACK = b"40", b"43"


class _Text(msgspec.Struct):
    text: str


_event = msgspec.json.Decoder(tuple[str, _Text])


class SocketIO:
    name: ClassVar[str] = "socketio"
    path: ClassVar[str] = "/socket.io/?EIO=4&transport=websocket"
    event: ClassVar[bytes] = b'42["event"'
    lines: ClassVar[bool] = False
    acks: ClassVar[bool] = False

    def headers(self, token: str) -> list[str]:
        return []

    async def enter(self, socket: LoadSocket, room: str, since: Place | None) -> Place | None:
        await socket.expect(b"0")
        socket.send(_CONNECT)
        await socket.expect(_CONNECT)
        socket.send(f'420["join","{room}"]'.encode())
        await socket.expect(_ACK)
        return None

    def post(self, room: str, text: str) -> bytes:
        return f'42["post",{{"room":"{room}","text":"{text}"}}]'.encode()

    def other(self, socket: LoadSocket, payload: bytes) -> None:
        if payload == _PING:
            socket.send(_PONG)
        elif payload.startswith(_ACK):
            socket.acked()

    def seen(self, payload: bytes) -> SeenEvent:
        return SeenEvent(None, _event.decode(payload[2:])[1].text)
