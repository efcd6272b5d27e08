"""Under a plain Daphne, or uvicorn, the same is said, without the short ways in and out."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast, Stage
from tests.client import new_id
from tests.instance import Instance
from tests.page import parts
from tests.socket.test_page import Conversation


@pytest.fixture(params=["daphne", "uvicorn"], scope="module")
def elsewhere(request: pytest.FixtureRequest, stage: Stage) -> Iterator[Instance]:
    """An instance under another server, with the limits that it is delivered with."""
    instance = stage.instance(request.param)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WICK_SERVER", request.param)
        instance.start()
    yield instance
    instance.close()


async def test_everything_that_the_page_shows_happens(stage: Stage, elsewhere: Instance) -> None:
    """But for the orderly end, which those servers do not have."""
    async with Conversation(stage, elsewhere) as conversation:
        conversation.names.actual["chat-1"] = elsewhere.environ["INSTANCE"]
        for part in parts():
            if part.meanwhile == "the instance ends":
                break
            await conversation.play(part)


async def test_frames_are_handled_in_order(elsewhere: Instance, cast: Cast, room: str) -> None:
    async with cast.member.at(elsewhere) as member:
        view = await member.follow(room)
        ids = [new_id() for _ in range(30)]
        for n, id in enumerate(ids):
            await member.send("post", room=room, id=id, text=str(n))
        await member.send("leave", room=room)
        await member.wait_for(type="left")
        assert [ack["id"] for ack in member.all("ack")] == ids
        assert view.texts == [str(n) for n in range(30)]


@pytest.mark.parametrize(
    ("message", "code"), [(b"binary", 4400), ('{"type":"ping","x":"' + "x" * 70_000 + '"}', 1009)]
)
async def test_what_cannot_be_answered_closes_the_socket(
    elsewhere: Instance, cast: Cast, message: str | bytes, code: int
) -> None:
    async with cast.member.at(elsewhere) as member, cast.member.at(elsewhere) as witness:
        await member.send_raw(message)
        assert await member.closed() in (code, 1000)  # Daphne has no word for 1009
        await witness.settle()


async def test_what_is_not_utf8_closes_the_socket(elsewhere: Instance, cast: Cast) -> None:
    async with cast.member.at(elsewhere) as member:
        await member.send_bytes_as_text(b"\xff")
        assert await member.closed() in (1007, 1006)


async def test_who_may_not_come_in_is_told_by_a_code(elsewhere: Instance, cast: Cast) -> None:
    for client, code in (
        (cast.suspended.browsing(elsewhere), 4403),
        (cast.member.browsing(elsewhere, "http://evil.example"), 4403),
    ):
        await client.open()
        assert await client.closed() == code
        await client.close()
