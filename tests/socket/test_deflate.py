"""permessage-deflate: what is agreed on, what is sent compressed, and what compressed frames may cost."""

import asyncio
import json
import zlib
from contextlib import AsyncExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Opcode

from tests.client import new_id
from tests.instance import Instance
from tests.socket.raw import RSV2, RawSocket, compressed, deflated, resident, text
from tests.workspace import Accounts

OFFER = "permessage-deflate"
AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
# What browsers say, and others.
TAKEN = {
    "permessage-deflate": AGREED,
    "permessage-deflate; client_max_window_bits": AGREED,
    "permessage-deflate; client_max_window_bits=10": AGREED,
    "permessage-deflate; client_max_window_bits=8": AGREED,
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover": AGREED,
    "permessage-deflate; server_max_window_bits=15": AGREED.replace(
        "over; ", "over; server_max_window_bits=15; "
    ),
    "permessage-deflate; server_max_window_bits=10, permessage-deflate": AGREED,
    "x-webkit-deflate-frame, permessage-deflate": AGREED,
    "permessage-deflate; nonsense=\xe9\r\nSec-WebSocket-Extensions: permessage-deflate": AGREED,
}
DECLINED = [
    "permessage-deflate; server_max_window_bits=10",
    "permessage-deflate; server_max_window_bits=8",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; client_max_window_bits=7",
    "permessage-deflate; client_max_window_bits=015",
    "permessage-deflate; client_max_window_bits; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; nonsense",
    "permessage-bzip2",
    "permessage-brotli",
    "x-webkit-deflate-frame",
    ";,;==",
]


async def upgrade(instance: Instance, token: str, offer: str) -> tuple[str, str | None]:
    """The status line of an upgrade request with this offer, and what was agreed on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", instance.port)
    writer.write(
        f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {token}\r\nSec-WebSocket-Extensions: {offer}\r\n\r\n".encode("latin1")
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    lines = head.split("\r\n")
    agreed = [
        line.partition(": ")[2] for line in lines if line.lower().startswith("sec-websocket-extensions")
    ]
    return lines[0], agreed[0] if agreed else None


@pytest.mark.parametrize("offer", TAKEN)
async def test_an_offer_is_taken_without_context(instance: Instance, accounts: Accounts, offer: str) -> None:
    status, agreed = await upgrade(instance, accounts.member.token, offer)
    assert status.split(" ")[1] == "101"
    assert agreed == TAKEN[offer]


@pytest.mark.parametrize("offer", DECLINED)
async def test_an_offer_that_is_not_taken_is_declined(
    instance: Instance, accounts: Accounts, offer: str
) -> None:
    """And the socket is opened, without compression."""
    status, agreed = await upgrade(instance, accounts.member.token, offer)
    assert status.split(" ")[1] == "101"
    assert agreed is None


async def test_all_kinds_of_sockets_in_one_room_get_the_same(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    async with AsyncExitStack() as stack:
        kinds = [
            await stack.enter_async_context(accounts.member.at(instance, lean=lean, compression=compression))
            for lean in (False, True)
            for compression in (None, "deflate")
        ]
        for client in kinds:
            await client.follow(room)
        for n in range(30):
            await kinds[n % 4].post(room, f"number {n} of some words that are said again and again and again")
        pages = []
        for client in kinds:
            await client.settle()
            pages.append((await client.ask("history", room=room))["events"])
        first, *others = [client.all("event") for client in kinds]
        assert len(first) == 30
        assert all(found == first for found in others)
        assert all(page == pages[0] for page in pages)


async def test_a_delivered_message_takes_few_bytes(instance: Instance, accounts: Accounts, room: str) -> None:
    """Each form is smaller than the one before it."""
    says = "I was wondering if somebody could tell me how to mount a usb disk on boot, here."
    sizes = {}
    for path, offer in (("/ws/", ""), ("/ws/?lean=1", ""), ("/ws/", OFFER), ("/ws/?lean=1", OFFER)):
        raw = await RawSocket.open(instance, accounts.member.token, path=path, offer=offer)
        await raw.send(text(json.dumps({"type": "join", "room": room})))
        await raw.answers(2)  # joined, presence
        before = raw.received
        async with accounts.owner.at(instance) as owner:
            await owner.post(room, says)
            [event] = await raw.answers(1)
            assert event["text"] == says
            sizes[path, offer] = raw.received - before
        raw.close()
    plain, lean, deflate, both = sizes.values()
    assert plain > lean + 130
    assert lean > both + 80
    assert plain > deflate > both


async def test_a_large_page_is_compressed(instance: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.owner.at(instance) as owner:
        for _ in range(10):
            await owner.post(room, "words " * 100)
    raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
    await raw.send(text(json.dumps({"type": "history", "room": room})))
    [page] = await raw.answers(1)
    assert len(page["events"]) == 10
    assert raw.received < 1500
    raw.close()


shapes = st.lists(
    st.tuples(st.sampled_from(["ping", "history"]), st.booleans(), st.integers(1, 3), st.integers(0, 9)),
    min_size=1,
    max_size=12,
)


def frames(kind: str, is_deflated: bool, pieces: int, level: int, id: str) -> list[bytes]:
    """A frame that is answered with this id, compressed or not, in so many fragments with pings between."""
    says = json.dumps({"type": kind, "room": "no-such-room", "id": id, "x": "so it goes " * 40}).encode()
    data = deflated(says, level) if is_deflated else says
    size = len(data) // pieces + 1
    found = []
    for n, start in enumerate(range(0, len(data), size)):
        is_first, is_last = n == 0, start + size >= len(data)
        opcode = Opcode.TEXT if is_first else Opcode.CONT
        rsv1 = is_deflated and is_first
        found.append(compressed(data[start : start + size], fin=is_last, opcode=opcode, rsv1=rsv1))
        if not is_last:
            found.append(text("still there", opcode=Opcode.PING))
    return found


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes, st.integers(20, 2000))
def test_compressed_frames_in_any_pieces_are_answered_in_order(
    instance: Instance, accounts: Accounts, shapes: list[tuple[str, bool, int, int]], size: int
) -> None:
    async def play() -> None:
        raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
        data = b"".join(part for n, shape in enumerate(shapes) for part in frames(*shape, str(n)))
        for place in range(0, len(data), size):
            await raw.send(data[place : place + size])
        answers = await raw.answers(len(shapes))
        assert [answer["id"] for answer in answers] == [str(n) for n in range(len(shapes))]
        raw.close()

    asyncio.run(play())


async def closed_with(raw: RawSocket) -> int:
    """The code of the close frame that comes next."""
    while (frame := await raw.frame()).opcode is not Opcode.CLOSE:
        pass
    raw.close()
    return int.from_bytes(frame.data[:2], "big")


def ping_of(size: int) -> bytes:
    """A `ping` frame of so many bytes."""
    empty = b'{"type":"ping","x":""}'
    return empty[:-2] + b"x" * (size - len(empty)) + empty[-2:]


@pytest.mark.parametrize("pieces", [1, 2])
async def test_the_limit_counts_inflated_bytes(instance: Instance, accounts: Accounts, pieces: int) -> None:
    async def say(size: int) -> RawSocket:
        raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
        data = deflated(ping_of(size))
        half = len(data) // pieces
        if pieces == 2:
            await raw.send(compressed(data[:half], fin=False))
            await raw.send(compressed(data[half:], opcode=Opcode.CONT, rsv1=False))
        else:
            await raw.send(compressed(data))
        return raw

    within = await say(65_536)
    [pong] = await within.answers(1)
    assert pong["type"] == "pong"
    within.close()
    assert await closed_with(await say(65_537)) == 1009


BOMB = deflated(b"\0" * 60_000_000, 9)  # sixty kilobytes


@pytest.mark.parametrize("pieces", [1, 30])
async def test_a_bomb_costs_its_sender_the_socket(
    instance: Instance, accounts: Accounts, pieces: int
) -> None:
    async with accounts.owner.at(instance) as witness:
        before = resident(instance)
        for _ in range(5):
            raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
            size = len(BOMB) // pieces + 1
            for start in range(0, len(BOMB), size):
                is_last = start + size >= len(BOMB)
                opcode = Opcode.TEXT if start == 0 else Opcode.CONT
                part = compressed(BOMB[start : start + size], fin=is_last, opcode=opcode, rsv1=start == 0)
                try:
                    await raw.send(part)
                except ConnectionError:
                    break
            assert await closed_with(raw) == 1009
        await witness.settle()
        assert resident(instance) - before < 30_000_000


async def test_many_small_bombs_behind_a_slow_frame_wait_compressed(
    instance: Instance, accounts: Accounts
) -> None:
    """Each is within the limit. Together they are a hundred megabytes, never inflated all at once."""
    slow = compressed(deflated(b'{"type":"history","room":"no-such-room"}'))
    large = compressed(deflated(ping_of(65_000), 9))
    async with accounts.owner.at(instance) as witness:
        before = resident(instance)
        raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
        await raw.send((slow + large * 15) * 100)
        answers = await raw.answers(1600)
        assert [answer["type"] for answer in answers] == ["error", *["pong"] * 15] * 100
        await witness.settle()
        assert resident(instance) - before < 30_000_000
        raw.close()


@pytest.mark.parametrize(
    ("offer", "frame", "code"),
    [
        ("", compressed(deflated(b'{"type":"ping"}')), 1002),  # nothing was agreed on
        (OFFER, compressed(b"\xff\xff\xff"), 1007),
        (OFFER, compressed(deflated(b'{"type":"ping","x":"\xff"}')), 1007),
        (OFFER, compressed(b"", opcode=Opcode.PING), 1002),
        (OFFER, compressed(deflated(b"binary"), opcode=Opcode.BINARY), 4400),
        (OFFER, bytes((text("{}")[0] | RSV2,)) + text("{}")[1:], 1002),
    ],
    ids=["not agreed on", "broken", "not UTF-8", "a ping", "binary", "another bit"],
)
async def test_what_is_no_compressed_text_closes_the_socket(
    instance: Instance, accounts: Accounts, offer: str, frame: bytes, code: int
) -> None:
    async with accounts.owner.at(instance) as witness:
        raw = await RawSocket.open(instance, accounts.member.token, offer=offer)
        await raw.send(frame)
        assert await closed_with(raw) == code
        await witness.settle()


async def test_a_continuation_may_not_say_that_it_is_compressed(
    instance: Instance, accounts: Accounts
) -> None:
    raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
    data = deflated(b'{"type":"ping"}')
    await raw.send(compressed(data[:5], fin=False))
    await raw.send(compressed(data[5:], opcode=Opcode.CONT))
    assert await closed_with(raw) == 1002


async def test_a_message_may_end_with_a_final_block(instance: Instance, accounts: Accounts) -> None:
    """RFC 7692, section 7.2.3.4."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = deflate.compress(b'{"type":"ping"}') + deflate.flush() + b"\0"
    raw = await RawSocket.open(instance, accounts.member.token, offer=OFFER)
    await raw.send(compressed(data))
    assert [answer["type"] for answer in await raw.answers(1)] == ["pong"]
    raw.close()


async def test_a_client_that_asks_for_a_small_window_is_served_without(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    small = ClientPerMessageDeflateFactory(server_max_window_bits=9, client_max_window_bits=9)
    async with accounts.member.at(instance, compression=None, extensions=[small]) as member:
        assert member.agreed is None
        await member.follow(room)
        await member.ask("post", room=room, id=new_id(), text="so it goes " * 100)
        assert (await member.wait_for(type="event"))["text"] == "so it goes " * 100
