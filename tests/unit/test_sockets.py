"""What rooms write to a client: in the order of writing, within bounds, and nothing after its end."""

import asyncio
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.protocol.framing import PreparedFrames, framed
from chat.realtime.sockets import DirectSocket, QueuedSocket, Socket
from tests.polling import async_wait_until

ADA = Credentials(Actor(id="a", key="a", username="ada", name="Ada"), session="digest")


class Client:
    """The other end: what arrived, and whether it takes anything."""

    def __init__(self) -> None:
        self.data = b""
        self.closed: int | None = None
        self.reading = asyncio.Event()
        self.reading.set()
        self.unsent = 0

    # as a wire
    def write(self, data: bytes) -> int:
        if self.reading.is_set():
            self.data += data
        else:
            self.unsent += len(data)
        return self.unsent

    def close(self, code: int) -> None:
        self.closed = code

    def listen(self, listener: Any) -> None: ...

    @property
    def deflates(self) -> bool:
        return False

    # as an ASGI server
    async def send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        if message["type"] == "websocket.close":
            self.closed = message["code"]
        else:
            self.data += framed(message["text"].encode())


@pytest.fixture
async def client() -> Client:
    return Client()


@pytest.fixture(params=["direct", "queued"])
async def socket(request: pytest.FixtureRequest, client: Client) -> Socket:
    return DirectSocket(client, ADA) if request.param == "direct" else QueuedSocket(client.send, ADA)


async def turn() -> None:
    """Everything that is ready has been done."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_frames_leave_in_the_order_of_writing(socket: Socket, client: Client) -> None:
    """A room's `joined` waits for the end of the turn; an event of the same turn must not overtake it."""
    socket.send_soon(b"joined")
    socket.send_soon(b"presence")
    socket.write(PreparedFrames((b"event 1", b"event 2")))
    socket.send_soon(b"ack")
    await turn()
    expected = (b"joined", b"presence", b"event 1", b"event 2", b"ack")
    assert client.data == b"".join(map(framed, expected))


async def test_what_waits_leaves_by_itself(socket: Socket, client: Client) -> None:
    socket.send_soon(b"ack")
    assert client.data == b""
    await turn()
    assert client.data == framed(b"ack")


async def test_nothing_is_sent_after_a_close(socket: Socket, client: Client) -> None:
    socket.send(b"before")
    socket.close(4401)
    socket.send(b"after")
    socket.send_soon(b"after")
    socket.close(4403)
    await turn()
    assert (client.data, client.closed, socket.closing) == (framed(b"before"), 4401, 4401)


async def test_one_who_takes_nothing_is_closed_when_a_megabyte_waits(socket: Socket, client: Client) -> None:
    client.reading.clear()
    written = 0
    while socket.closing is None:
        socket.send(b"x" * 1000)
        written += 1000
        await asyncio.sleep(0)
        assert written < 3_000_000
    assert socket.closing == 4408
    assert written > 1_000_000
    client.reading.set()
    await async_wait_until(lambda: client.closed)  # those who fell behind together go one by one
    assert client.closed == 4408


async def test_one_who_reads_again_in_time_stays(socket: Socket, client: Client) -> None:
    client.reading.clear()
    for n in range(100):
        socket.send(b"%d" % n)
    await turn()
    client.reading.set()
    client.unsent = 0
    await turn()
    socket.send(b"end")
    await turn()
    assert client.data.endswith(framed(b"end"))
    assert (socket.closing, socket.unsent) == (None, 0)


async def test_a_client_that_is_gone_is_written_to_no_more(socket: Socket, client: Client) -> None:
    socket.gone()
    socket.send(b"x")
    socket.send_soon(b"x")
    socket.close(1012)
    await turn()
    assert (client.data, client.closed, socket.closing) == (b"", None, 1006)
