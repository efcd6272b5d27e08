"""How to see that a service serves."""

import asyncio
from collections.abc import Awaitable, Callable

Probe = Callable[[], Awaitable[bool]]


def accepts(port: int) -> Probe:
    """It accepts connections on 127.0.0.1."""

    async def probe() -> bool:
        return await _exchange(port, b"", b"")

    return probe


def answers(port: int, request: bytes, begin: bytes) -> Probe:
    """It answers this request with something that begins so."""

    async def probe() -> bool:
        return await _exchange(port, request, begin)

    return probe


def healthy(port: int) -> Probe:
    """GET /healthz is answered with 200."""
    request = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    return answers(port, request.encode(), b"HTTP/1.1 200 ")


async def _exchange(port: int, request: bytes, begin: bytes) -> bool:
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(request)
                return await reader.readexactly(len(begin)) == begin
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
