"""Under a plain Daphne, or uvicorn, the same is said, without the short ways in and out."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.client import new_id
from tests.instance import Instance
from tests.protocol_page import parts
from tests.socket.raw import RawSocket, resident, text
from tests.socket.test_page import Conversation
from tests.workspace import Accounts, Workspace


@pytest.fixture(params=["daphne", "uvicorn"], scope="module")
def elsewhere(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[Instance]:
    """An instance under another server, with the limits that it is delivered with."""
    instance = workspace.instance(request.param)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WICK_SERVER", request.param)
        instance.start()
    yield instance
    instance.close()


async def test_everything_that_the_page_shows_happens(workspace: Workspace, elsewhere: Instance) -> None:
    """But for the orderly end, which those servers do not have."""
    async with Conversation(workspace, elsewhere) as conversation:
        conversation.names.actual["chat-1"] = elsewhere.environ["INSTANCE"]
        for part in parts():
            if part.meanwhile == "the instance ends":
                break
            await conversation.play(part)


async def test_frames_are_handled_in_order(elsewhere: Instance, accounts: Accounts, room: str) -> None:
    async with accounts.member.at(elsewhere) as member:
        view = await member.follow(room)
        ids = [new_id() for _ in range(30)]
        for n, id in enumerate(ids):
            await member.send("post", room=room, id=id, text=str(n))
        await member.send("leave", room=room)
        await member.wait_for(type="left")
        assert [ack["id"] for ack in member.all("ack")] == ids
        assert view.texts == [str(n) for n in range(30)]


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_lean_events_are_sent_whether_or_not_the_server_compresses(
    elsewhere: Instance, accounts: Accounts, room: str, compression: str | None
) -> None:
    """Whether such a server compresses is its own affair; what it is given to send is the same."""
    async with (
        accounts.member.at(elsewhere, lean=True, compression=compression) as lean,
        accounts.other.at(elsewhere) as plain,
    ):
        for client in (lean, plain):
            await client.follow(room)
        await plain.post(room, "a < b")
        await plain.post(room, "*marked* " * 50)
        for client in (lean, plain):
            await client.settle()
            await client.load_all(room)
        assert lean.all("event") == plain.all("event")
        assert lean.view(room).messages == plain.view(room).messages
        [first, second] = [frame for frame in lean.lean_frames if frame["type"] == "event"]
        assert {"html", "rev", "reply_to"}.isdisjoint(first)
        assert second.keys() >= {"html"}


@pytest.mark.parametrize(
    ("message", "code"), [(b"binary", 4400), ('{"type":"ping","x":"' + "x" * 70_000 + '"}', 1009)]
)
async def test_what_cannot_be_answered_closes_the_socket(
    elsewhere: Instance, accounts: Accounts, message: str | bytes, code: int
) -> None:
    async with accounts.member.at(elsewhere) as member, accounts.member.at(elsewhere) as witness:
        await member.send_raw(message)
        assert await member.closed() in (code, 1000)  # Daphne has no word for 1009
        await witness.settle()


async def test_what_is_not_utf8_closes_the_socket(elsewhere: Instance, accounts: Accounts) -> None:
    async with accounts.member.at(elsewhere) as member:
        await member.send_bytes_as_text(b"\xff")
        assert await member.closed() in (1007, 1006)


async def test_who_may_not_come_in_is_told_by_a_code(elsewhere: Instance, accounts: Accounts) -> None:
    for client, code in (
        (accounts.suspended.browsing(elsewhere), 4403),
        (accounts.member.browsing(elsewhere, "http://evil.example"), 4403),
    ):
        await client.open()
        assert await client.closed() == code
        await client.close()


async def test_what_waits_for_a_slow_reader_is_bounded(
    elsewhere: Instance, accounts: Accounts, room: str
) -> None:
    """Whatever it sends on, memory stays, and others are served."""
    async with accounts.owner.at(elsewhere) as owner:
        for _ in range(30):
            await owner.until_answered("post", "ack", room=room, text="x" * 4000)
        raw = await RawSocket.open(elsewhere, accounts.other.token, small=True)
        before = resident(elsewhere)
        try:
            asked = text(f'{{"type":"history","room":"{room}"}}') * 100
            await raw.send(asked)
            padded = text('{"type":"ping","x":"' + "x" * 60_000 + '"}')
            sending = asyncio.create_task(raw.send(padded * 3000))
            await raw.blocked(owner.settle)
            assert resident(elsewhere) - before < 60_000_000
            sending.cancel()
            await asyncio.wait([sending])
        finally:
            raw.close()
