"""What one client sends without end is counted, bounded, and cut off. Others do not notice."""

import asyncio

import pytest
from websockets.frames import Frame, Opcode

from chatsite.inbox import MOST
from tests.client import new_id
from tests.instance import Instance
from tests.polling import wait_as_asked
from tests.socket.raw import Fence, RawSocket, resident, text
from tests.workspace import Accounts, Workspace

PARTS = {
    "pings": Frame(Opcode.PING, b"").serialize(mask=True),
    "pongs": Frame(Opcode.PONG, b"").serialize(mask=True),
}


async def closes(raw: RawSocket) -> int | None:
    """The code of the close frame that comes; None when the connection is cut before."""
    try:
        while (frame := await raw.frame()).opcode is not Opcode.CLOSE:
            pass
    except (AssertionError, ConnectionResetError):
        return None
    return int.from_bytes(bytes(frame.data)[:2], "big")


@pytest.mark.parametrize("kind", PARTS)
async def test_control_frames_count_as_frames(strict: Instance, workspace: Workspace, kind: str) -> None:
    raw = await RawSocket.open(strict, workspace.new_account().token)
    await raw.send(PARTS[kind] * 1000)
    assert await closes(raw) in (4429, None)
    raw.close()


async def test_empty_continuations_count_as_frames(strict: Instance, workspace: Workspace) -> None:
    raw = await RawSocket.open(strict, workspace.new_account().token)
    await raw.send(text("{", fin=False) + text("", fin=False, opcode=Opcode.CONT) * 1000)
    assert await closes(raw) in (4429, None)
    raw.close()


async def test_a_few_pings_are_answered(strict: Instance, workspace: Workspace) -> None:
    raw = await RawSocket.open(strict, workspace.new_account().token)
    await raw.send(Frame(Opcode.PING, b"here").serialize(mask=True))
    frame = await raw.frame()
    assert (frame.opcode, bytes(frame.data)) == (Opcode.PONG, b"here")
    raw.close()


async def test_a_socket_that_was_turned_away_is_not_read_for_long(strict: Instance) -> None:
    connection = await asyncio.open_connection("127.0.0.1", strict.port)
    reader, writer = connection
    writer.write(
        f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1:{strict.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        "Authorization: Bearer made-up\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    assert (await reader.readexactly(4))[:4] == b"\x88\x02" + (4401).to_bytes(2, "big")
    assert not await takes(reader, writer, PARTS["pings"] * 100_000)
    writer.close()


async def takes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes) -> bool:
    """Does the server read all of this, and keep the connection?"""
    try:
        for start in range(0, len(data), 600):
            writer.write(data[start : start + 600])
            await writer.drain()
        await reader.readexactly(1)
    except (ConnectionError, asyncio.IncompleteReadError):
        return False
    return True


async def test_what_waits_for_a_slow_reader_is_bounded(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """The rates of this instance refuse nothing: only the bound of the inbox is left."""
    async with accounts.owner.at(instance) as owner:
        for _ in range(10):
            await owner.post(room, "x" * 4000)
        raw = await RawSocket.open(instance, accounts.member.token, small=True)
        before = resident(instance)
        asked = text(f'{{"type":"history","room":"{room}"}}')
        padded = text('{"type":"ping","x":"' + "x" * 60_000 + '"}')
        sending = asyncio.create_task(raw.send(asked * 200 + padded * 1000))
        await raw.blocked(owner.settle)
        assert not sending.done(), f"the server read on, with {MOST} messages waiting"
        await owner.settle()
        assert resident(instance) - before < 30_000_000
        sending.cancel()
        raw.close()


async def test_typing_is_limited_over_all_sockets_of_a_person(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with (
        accounts.member.at(instance) as one,
        accounts.member.at(instance) as two,
        accounts.owner.at(instance) as owner,
    ):
        await owner.follow(room)
        for client in (one, two):
            await client.send("typing", room=room)
            await client.settle()
        await owner.settle()
        assert len(owner.all("typing")) == 1


async def test_who_waits_as_told_is_never_closed(strict: Instance, workspace: Workspace, room: str) -> None:
    """Sixty posts at once, each sent again when its own turn has come."""
    async with workspace.new_account().at(strict) as somebody:
        pending: dict[str, int] = {new_id(): 0 for _ in range(60)}

        async def say(id: str) -> int:
            tries = 0
            while True:
                tries += 1
                answer = await somebody.answer_to("post", room=room, text="hello", id=id)
                if answer["type"] == "ack":
                    return tries
                await wait_as_asked(answer)

        tries = await asyncio.gather(*(say(id) for id in pending))
        assert somebody.is_open
        assert max(tries) <= 5


async def test_a_frame_in_tiny_pieces_counts_by_the_piece(strict: Instance, workspace: Workspace) -> None:
    """Ten frames alone would be no reason to close."""
    raw, fence = await RawSocket.open(strict, workspace.new_account().token), Fence()
    await fence.connect(strict)
    closed = asyncio.create_task(closes(raw))
    for piece in text('{"type":"ping","x":"' + "x" * 1500 + '"}') * 10:
        try:
            await raw.send(bytes([piece]))
        except ConnectionError:
            break
        await fence()
        if closed.done():
            break
    assert await closed in (4429, None)
    fence.close()
    raw.close()


async def test_one_may_say_much_before_one_is_welcomed(instance: Instance, accounts: Accounts) -> None:
    member = await accounts.member.at(instance).open()
    for n in range(500):
        await member.send("ping", id=str(n))
    await member.wait_for(type="pong", id="499")
    await member.close()
