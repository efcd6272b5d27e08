"""However an upgrade request comes in, it is answered alike."""

import asyncio
import base64
import hashlib
import secrets

import pytest

from tests.instance import Instance
from tests.workspace import Accounts

ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


async def answer(instance: Instance, pieces: list[bytes], end: bytes) -> bytes:
    """What the server says, up to `end`, to a request in pieces, each sent when the one before was read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", instance.port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await instance_has_read(instance)
    async with asyncio.timeout(10):
        said = await reader.readuntil(end)
    writer.close()
    await writer.wait_closed()
    return said


async def instance_has_read(instance: Instance) -> None:
    """Returns when the instance has been through its event loop since: it has answered another connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", instance.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()


OFFERS = ["permessage-deflate; client_max_window_bits", "permessage-deflate; server_max_window_bits=9", "x"]


@pytest.mark.parametrize("target", ["/ws/", "/ws/?x=1"])
@pytest.mark.parametrize("offer", ["", *(f"Sec-WebSocket-Extensions: {offer}\r\n" for offer in OFFERS)])
async def test_a_request_in_one_piece_and_one_in_two_are_answered_alike(
    instance: Instance, accounts: Accounts, target: str, offer: str
) -> None:
    key = base64.b64encode(secrets.token_bytes(16))
    head = (
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key.decode()}\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {accounts.member.token}\r\n{offer}\r\n"
    ).encode()
    short = await answer(instance, [head], b"}}}")
    long = await answer(instance, [head[:40], head[40:]], b"}}}")
    assert short == long
    accepted = base64.b64encode(hashlib.sha1(key + ACCEPT).digest())
    assert short.startswith(b"HTTP/1.1 101 ")
    assert b"\r\nSec-WebSocket-Accept: " + accepted + b"\r\n" in short


async def test_an_address_without_a_socket_is_refused_alike(instance: Instance, accounts: Accounts) -> None:
    head = (
        f"GET /ws/other HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n"
    ).encode()
    short = await answer(instance, [head], b"\r\n")
    assert short.startswith(b"HTTP/1.1 403 ")
    assert short == await answer(instance, [head[:40], head[40:]], b"\r\n")
