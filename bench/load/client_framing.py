"""WebSocket frames as a client sees them: masked when sent, distinguished by their headers when received.

Nothing is decoded here. A load generator that parsed what it receives would be slower than the
servers it measures, so events are counted by the bytes that their payload begins with.
"""

import os
import struct
import zlib
from typing import NamedTuple

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
_FIN_TEXT = 0x80 | TEXT
_FIN_DEFLATED = 0xC0 | TEXT


class Scan(NamedTuple):
    """What a piece of the byte stream held: events counted, other frames by (opcode, payload), bytes used."""

    events: int
    others: tuple[tuple[int, bytes], ...]
    used: int


def client_frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One masked frame, as clients must send them."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    key = os.urandom(4)
    return head + key + _masked(payload, key)


def _masked(payload: bytes, key: bytes) -> bytes:
    size = len(payload)
    stream = (key * (size // 4 + 1))[:size]
    mixed = int.from_bytes(payload, "little") ^ int.from_bytes(stream, "little")
    return mixed.to_bytes(size, "little")


def scan(data: bytes, event: bytes, lines: bool = False) -> Scan:
    """Walk the whole frames in `data`; those whose payload begins with `event` are counted, not copied.

    With `lines`, one frame may hold several messages, one a line.
    """
    at, end, events = 0, len(data), 0
    others: list[tuple[int, bytes]] = []
    while end - at >= 2:
        head, size = data[at], data[at + 1]
        start = at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            if end - start < wide:
                break
            size = int.from_bytes(data[start : start + wide], "big")
            start += wide
        if start + size > end:
            break
        if head == _FIN_DEFLATED:
            payload = inflated(data[start : start + size])
            if payload.startswith(event):
                events += 1
            else:
                others.append((TEXT, payload))
        elif lines and head == _FIN_TEXT and data.find(b"\n", start, start + size) >= 0:
            events += _split(data[start : start + size], event, others)
        elif head == _FIN_TEXT and data.startswith(event, start):
            events += 1
        else:
            others.append((_opcode(head), data[start : start + size]))
        at = start + size
    return Scan(events, tuple(others), at)


def _split(payload: bytes, event: bytes, others: list[tuple[int, bytes]]) -> int:
    """The number of events among the lines of one frame; the other lines go to `others`."""
    # Inside JSON text the quotes of `event` are escaped, so what is found is the start of a line.
    events = payload.count(event)
    if events <= payload.count(b"\n"):
        others += [(TEXT, line) for line in payload.split(b"\n") if line and not line.startswith(event)]
    return events


def inflated(payload: bytes) -> bytes:
    """A compressed message. No context is taken over."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(payload + b"\0\0\xff\xff")


def payloads(data: bytes, used: int) -> list[bytes]:
    """The payloads of every whole frame in the first `used` bytes, for the few sockets that read all."""
    found: list[bytes] = []
    at = 0
    while at < used:
        head, size, start = data[at], data[at + 1], at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size = int.from_bytes(data[start : start + wide], "big")
            start += wide
        payload = data[start : start + size]
        found.append(inflated(payload) if head == _FIN_DEFLATED else payload)
        at = start + size
    return found


def _opcode(head: int) -> int:
    """The opcode of a whole message; a ValueError for a part of one, which no server here sends."""
    if not head & 0x80 or not head & 0x0F:
        raise ValueError("The server sent a fragmented message, which the load generator does not count.")
    return head & 0x0F


class Scanner:
    """`scan` that remembers the last piece it saw.

    In a busy room every socket is sent the same bytes; the same bytes hold the same frames, and
    comparing them costs a tenth of walking them.
    """

    def __init__(self, event: bytes, lines: bool = False) -> None:
        self._event, self._lines = event, lines
        self._data = b""
        self._found = Scan(0, (), 0)

    def __call__(self, data: bytes) -> Scan:
        if data != self._data:
            self._found = scan(data, self._event, self._lines)
            self._data = data
        return self._found
