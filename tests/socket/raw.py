"""A WebSocket as bytes on a TCP connection, for what no proper client does."""

import asyncio
import json
import socket
import struct
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from tests.instance import Instance


def text(payload: str, *, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> bytes:
    """A masked frame."""
    return Frame(opcode, payload.encode(), fin=fin).serialize(mask=True)


class RawSocket:
    """Connected and welcomed; from there on every byte is the test's."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._client = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
        self._frames: list[Frame] = []

    @classmethod
    async def open(cls, instance: Instance, token: str, *, small: bool = False) -> "RawSocket":
        """`small`: with a buffer that holds little of what is not read."""
        connection = socket.socket()
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if small:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw = cls(connection)
        await raw._loop.sock_connect(connection, ("127.0.0.1", instance.port))
        await raw.send(
            (
                f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nUpgrade: websocket\r\n"
                "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                f"Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
            ).encode()
        )
        seen = b""
        while b"}}}" not in seen:  # the end of `welcome`
            seen += await raw._loop.sock_recv(connection, 1024)
        return raw

    async def send(self, data: bytes) -> None:
        await self._loop.sock_sendall(self._connection, data)

    async def frame(self) -> Frame:
        """The next frame of any kind."""
        async with asyncio.timeout(10):
            while not self._frames:
                await self._read()
        return self._frames.pop(0)

    async def answers(self, count: int) -> list[dict[str, Any]]:
        """The next text frames, that many of them."""
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(10):
            while len(found) < count:
                frame = await self.frame()
                if frame.opcode is Opcode.TEXT:
                    found.append(json.loads(bytes(frame.data)))
        return found

    async def _read(self) -> None:
        data = await self._loop.sock_recv(self._connection, 1 << 16)
        assert data, "the server ended the connection"
        self._client.receive_data(data)
        self._frames += [event for event in self._client.events_received() if isinstance(event, Frame)]

    async def read_to_the_end(self) -> int:
        """Reads what is left, until the server has ended the connection; the bytes that were left."""
        left = 0
        try:
            async with asyncio.timeout(10):
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
