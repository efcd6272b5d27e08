"""The wire of the plain peers: a chat as one writes it first, with no numbers, no history and no resume.

Client: {"type":"join","room"} and {"type":"post","room","id","text"}.
Server: {"type":"joined","room"}, {"type":"event","room","from","at","text"} and, where each message is
stored, {"type":"ack","id"}.
"""

import uuid
from typing import ClassVar

import msgspec

from bench.load.dialects import Place
from bench.load.seen_event import SeenEvent
from bench.load.socket import LoadSocket


class _Event(msgspec.Struct):
    text: str


_event = msgspec.json.Decoder(_Event)


class Plain:
    name: ClassVar[str] = "plain"
    path: ClassVar[str] = "/ws/"
    event: ClassVar[bytes] = b'{"type":"event"'
    joined: ClassVar[bytes] = b'{"type":"joined"'
    lines: ClassVar[bool] = False
    acks: ClassVar[bool] = False

    def headers(self, token: str) -> list[str]:
        return []

    async def enter(self, socket: LoadSocket, room: str, since: Place | None) -> Place | None:
        socket.send(f'{{"type":"join","room":"{room}"}}'.encode())
        await socket.expect(self.joined)
        return None

    def post(self, room: str, text: str) -> bytes:
        return f'{{"type":"post","room":"{room}","id":"{uuid.uuid4()}","text":"{text}"}}'.encode()

    def other(self, socket: LoadSocket, payload: bytes) -> None:
        if payload.startswith(b'{"type":"ack"'):
            socket.acked()
        elif payload.startswith(b'{"type":"error"'):
            socket.refused("error")

    def seen(self, payload: bytes) -> SeenEvent:
        return SeenEvent(None, _event.decode(payload).text)


class PlainStored(Plain):
    """The same with an ack, sent when the message is in the database."""

    name: ClassVar[str] = "plain-stored"
    acks: ClassVar[bool] = True


class PlainSpaced(Plain):
    """The same as Python's json module writes it: with a space after every colon and comma."""

    name: ClassVar[str] = "plain-spaced"
    event: ClassVar[bytes] = b'{"type": "event"'
    joined: ClassVar[bytes] = b'{"type": "joined"'
