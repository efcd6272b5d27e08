"""What cannot be answered closes the socket, with a code that says why. Others do not notice."""

from collections.abc import AsyncIterator

import pytest

from tests.client import new_id
from tests.instance import Instance
from tests.polling import async_wait_until
from tests.socket.raw import RawSocket, text
from tests.workspace import Accounts

FRAME = 65536


@pytest.fixture(autouse=True)
async def witness(instance: Instance, accounts: Accounts, room: str) -> AsyncIterator[None]:
    """Another socket of the same user, which must stay."""
    async with accounts.member.at(instance) as witness:
        await witness.follow(room)
        pid = instance.pid
        yield
        assert await witness.post(room)
        assert instance.pid == pid


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"type":"ping"}', b"\xff" * 1000])
async def test_a_binary_frame_closes_with_4400(
    instance: Instance, accounts: Accounts, payload: bytes
) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_raw(payload)
        assert await member.closed() == 4400


async def test_nothing_is_done_after_it(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_raw(b"binary")
        for _ in range(5):
            await member.send("post", room=room, id=new_id(), text="too late")
        assert await member.closed() == 4400
    async with accounts.member.at(instance) as member:
        assert (await member.load_all(room)).texts == []


@pytest.mark.parametrize(
    "payload", [b"\xff", b'{"type":"ping","x":"\xed\xa0\x80"}', b'{"type":"ping","x":"\xc3"}', b"\xc0\x80"]
)
async def test_what_is_not_utf8_closes_with_1007(
    instance: Instance, accounts: Accounts, payload: bytes
) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_bytes_as_text(payload)
        assert await member.closed() == 1007


def ping_of(size: int) -> str:
    return '{"type":"ping","id":"big","x":"' + "x" * (size - 33) + '"}'


@pytest.mark.parametrize("size", [FRAME - 1, FRAME])
async def test_a_frame_of_the_limit_is_answered(instance: Instance, accounts: Accounts, size: int) -> None:
    async with accounts.member.at(instance) as member:
        assert len(ping_of(size)) == size
        await member.send_raw(ping_of(size))
        await member.wait_for(type="pong", id="big")


@pytest.mark.parametrize("size", [FRAME + 1, 2 * FRAME, 3_000_000])
async def test_a_longer_one_closes_with_1009(instance: Instance, accounts: Accounts, size: int) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_raw(ping_of(size))
        assert await member.closed() == 1009


async def test_the_limit_is_of_bytes(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_raw('{"type":"ping","x":"' + "é" * (FRAME // 2) + '"}')
        assert await member.closed() == 1009


async def test_a_message_in_fragments_is_one_frame(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(instance) as member:
        post = f'{{"type":"post","room":"{room}","id":"{new_id()}","text":"in é pieces"}}'
        half = len(post) // 2
        await member.send_fragments([post[:half], "", post[half:]])
        assert (await member.wait_for(type="ack"))["seq"] == 1


async def test_fragments_count_together(instance: Instance, accounts: Accounts) -> None:
    async with accounts.member.at(instance) as member:
        await member.send_fragments(["x" * 30_000] * 3)
        assert await member.closed() == 1009


async def test_one_who_does_not_read_is_closed_and_the_others_are_not(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """Seen as 4408 or, where the close frame finds no room either, as 1006."""
    async with accounts.owner.at(instance) as owner, accounts.other.at(instance) as other:
        await owner.follow(room)
        slow = await RawSocket.open(instance, accounts.other.token, small=True)
        await slow.send(text(f'{{"type":"join","room":"{room}"}}'))
        assert (await slow.answers(1))[0]["type"] == "joined"
        for n in range(1500):
            await owner.send("post", room=room, id=new_id(), text=f"{n} " + "x" * 3990)
            if n % 50 == 0:
                await owner.settle()
        await owner.until(lambda: len(owner.all("event")) == 1500)
        assert await slow.read_to_the_end() < 1500 * 8000  # not all that was said
        assert await other.post(room)


async def test_long_answers_wait_for_one_who_asked_for_many_and_reads_them_later(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.owner.at(instance) as owner:
        for _ in range(10):
            await owner.post(room, "👍" * 4000)
    eager = await RawSocket.open(instance, accounts.other.token)
    asked = [text(f'{{"type":"history","room":"{room}","id":"{n}"}}') for n in range(40)]
    await eager.send(b"".join(asked))
    await async_wait_until(lambda: eager.unread > 50_000, what="answers that wait to be read")
    assert [answer["id"] for answer in await eager.answers(40)] == [str(n) for n in range(40)]
    await eager.send(text('{"type":"ping"}'))
    assert (await eager.answers(1))[0]["type"] == "pong"
    eager.close()


async def test_a_connection_that_a_client_resets_disturbs_nobody(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.owner.at(instance) as owner:
        await owner.follow(room)
        raw = await RawSocket.open(instance, accounts.other.token)
        await raw.send(text(f'{{"type":"join","room":"{room}"}}'))
        assert (await raw.answers(1))[0]["type"] == "joined"
        raw.reset()
        for _ in range(20):
            await owner.post(room)


async def test_a_socket_elsewhere_is_not_disturbed_by_frames_that_break_the_protocol(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with accounts.owner.at(instance) as owner:
        for garbage in (b"\x81\x05hello", b"\xff" * 200, b"\x83\x80\0\0\0\0", b"\x81\xff" + b"\xff" * 12):
            raw = await RawSocket.open(instance, accounts.other.token)
            await raw.send(garbage)
            await raw.read_to_the_end()
        assert await owner.post(room)
