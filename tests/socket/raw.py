"""A WebSocket as bytes on a TCP connection, for what no proper client does."""

import asyncio
import fcntl
import json
import socket
import struct
import sys
import termios
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from tests.inbox import TIMEOUT
from tests.instance import Instance

RSV1, RSV2 = 0x40, 0x20  # of the first byte of a frame
CHUNK = 1 << 16


def text(payload: str, *, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> bytes:
    """A masked frame."""
    return Frame(opcode, payload.encode(), fin=fin).serialize(mask=True)


def deflated(payload: bytes, level: int = 6) -> bytes:
    """The payload of a compressed message."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return (deflate.compress(payload) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\0\0\xff\xff")


def compressed(data: bytes, *, fin: bool = True, opcode: Opcode = Opcode.TEXT, rsv1: bool = True) -> bytes:
    """A masked frame of what is compressed already."""
    frame = Frame(opcode, data, fin=fin).serialize(mask=True)
    return bytes((frame[0] | rsv1 * RSV1,)) + frame[1:]


def resident(instance: Instance) -> int:
    """Bytes of memory of an instance."""
    return int(Path(f"/proc/{instance.pid}/statm").read_text().split()[1]) * 4096


class Fence:
    """A kept connection to /healthz. An answer shows that the instance has read what was sent before."""

    async def connect(self, instance: Instance) -> None:
        self._request = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\n\r\n".encode()
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", instance.port)

    async def __call__(self) -> None:
        self._writer.write(self._request)
        await self._reader.readuntil(b"ok\n")

    def close(self) -> None:
        self._writer.close()


class RawSocket:
    """Connected and welcomed; from there on every byte is the test's."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._client = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
        self._frames: list[Frame] = []
        self.received = 0  # bytes since it was welcomed
        self.sent = 0  # bytes

    @classmethod
    async def open(
        cls, instance: Instance, token: str, *, small: bool = False, path: str = "/ws/", offer: str = ""
    ) -> "RawSocket":
        """`small`: with a buffer that holds little of what is not read; `offer`: extensions to agree on."""
        connection = socket.socket()
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if small:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw = cls(connection)
        await raw._loop.sock_connect(connection, ("127.0.0.1", instance.port))
        await raw.send(
            (
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nUpgrade: websocket\r\n"
                "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                f"Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n"
                + (f"Sec-WebSocket-Extensions: {offer}\r\n\r\n" if offer else "\r\n")
            ).encode()
        )
        seen = b""
        while b"}}}" not in seen:  # the end of `welcome`
            seen += await raw._loop.sock_recv(connection, 1024)
        if b"permessage-deflate" in seen:
            raw._client.extensions = [PerMessageDeflate(True, True, 15, 15)]
        return raw

    async def send(self, data: bytes) -> None:
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            await self._loop.sock_sendall(self._connection, chunk)
            self.sent += len(chunk)

    async def blocked(self, fence: Callable[[], Awaitable[object]]) -> None:
        """Returns when the server reads no more of what is being sent, though it answers `fence` on."""
        async with asyncio.timeout(TIMEOUT):
            unchanged = 0
            while unchanged < 20:
                before = self.sent
                await fence()
                unchanged = unchanged + 1 if self.sent == before else 0

    @property
    def unread(self) -> int:
        """Bytes that have arrived and were not read."""
        return int.from_bytes(fcntl.ioctl(self._connection, termios.FIONREAD, bytes(4)), sys.byteorder)

    async def frame(self) -> Frame:
        """The next frame of any kind."""
        async with asyncio.timeout(TIMEOUT):
            while not self._frames:
                await self._read()
        return self._frames.pop(0)

    async def answers(self, count: int) -> list[dict[str, Any]]:
        """The next text frames, that many of them."""
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(TIMEOUT):
            while len(found) < count:
                frame = await self.frame()
                if frame.opcode is Opcode.TEXT:
                    found.append(json.loads(bytes(frame.data)))
        return found

    async def _read(self) -> None:
        data = await self._loop.sock_recv(self._connection, 1 << 16)
        assert data, "the server ended the connection"
        self.received += len(data)
        self._client.receive_data(data)
        self._frames += [event for event in self._client.events_received() if isinstance(event, Frame)]

    async def read_to_the_end(self) -> int:
        """Reads what is left, until the server has ended the connection; the bytes that were left."""
        left = 0
        try:
            async with asyncio.timeout(TIMEOUT):
                while data := await self._loop.sock_recv(self._connection, 1 << 20):
                    left += len(data)
        except ConnectionResetError:
            pass
        finally:
            self._connection.close()
        return left

    def reset(self) -> None:
        """Hangs up without a word."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def close(self) -> None:
        self._connection.close()
