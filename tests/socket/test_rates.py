"""Limits of what one person may send in a second, over all their sockets of an instance."""

import contextlib
from typing import Any

from websockets.exceptions import ConnectionClosed

from tests.client import Client, new_id
from tests.instance import Instance
from tests.polling import wait_as_asked
from tests.workspace import Workspace

FRAMES, POSTS = 20, 5  # a second, in tests.socket.conftest.STRICT; a burst is two seconds' worth


def limited(client: Client) -> list[dict[str, Any]]:
    return [frame for frame in client.all("error") if frame["code"] == "rate_limited"]


async def test_welcome_tells_the_limits(strict: Instance, workspace: Workspace) -> None:
    async with workspace.new_account().at(strict) as somebody:
        assert somebody.received[0]["limits"] == {
            "text": 10,
            "frame": 2000,
            "page": 100,
            "rooms": 2,
            "rate": {"frames": FRAMES, "posts": POSTS},
        }


async def test_frames_beyond_the_rate_are_refused_until_it_helps_to_try_again(
    strict: Instance, workspace: Workspace
) -> None:
    async with workspace.new_account().at(strict) as somebody:
        for n in range(4 * FRAMES):
            await somebody.send("ping", id=str(n), room="general")
        await somebody.until(lambda: len(somebody.received) == 1 + 4 * FRAMES)
        pongs, errors = somebody.all("pong"), limited(somebody)
        assert 2 * FRAMES <= len(pongs) <= 3 * FRAMES
        assert len(pongs) + len(errors) == 4 * FRAMES
        assert {frame["id"] for frame in pongs + errors} == {str(n) for n in range(4 * FRAMES)}
        assert {error["room"] for error in errors} == {"general"}
        await wait_as_asked(errors[-1])
        await somebody.settle()


async def test_typing_and_reading_are_answered_when_they_are_refused(
    strict: Instance, workspace: Workspace, room: str
) -> None:
    async with workspace.new_account().at(strict) as somebody:
        for _ in range(4 * FRAMES):
            await somebody.send("typing", room=room, id="typing")
        await somebody.wait_for(type="error", code="rate_limited", id="typing", room=room)


async def test_events_beyond_their_rate_are_refused_and_nothing_is_done(
    strict: Instance, workspace: Workspace, room: str
) -> None:
    async with workspace.new_account().at(strict) as somebody:
        view = await somebody.follow(room)
        ids = [new_id() for _ in range(4 * POSTS)]
        for id in ids:
            await somebody.send("post", room=room, id=id, text="hello")
        await somebody.until(lambda: len(somebody.all("ack")) + len(limited(somebody)) == len(ids))
        acked = [ack["id"] for ack in somebody.all("ack")]
        assert 2 * POSTS <= len(acked) <= 3 * POSTS
        assert list(view.ids.values()) == acked
        refused = limited(somebody)[-1]
        await wait_as_asked(refused)
        assert await somebody.post(room, id=refused["id"]) == len(acked) + 1
        await somebody.settle()  # other frames have a rate of their own


async def test_the_rate_is_of_the_person_and_not_of_the_socket(
    strict: Instance, workspace: Workspace, room: str
) -> None:
    somebody, other = workspace.new_account(), workspace.new_account()
    async with somebody.at(strict) as one, somebody.at(strict) as two, other.at(strict) as another:
        for _ in range(4 * POSTS):
            await one.send("post", room=room, id=new_id(), text="hello")
        await one.until(lambda: bool(limited(one)))
        assert await two.refused("post", room=room, text="hello") == "rate_limited"
        assert await another.post(room)


async def test_a_socket_that_goes_on_long_after_is_closed_and_no_other(
    strict: Instance, workspace: Workspace
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(strict) as patient, somebody.at(strict) as stubborn:
        await ping_until_closed(stubborn)
        assert await stubborn.closed() == 4429
        assert len(limited(stubborn)) >= 5 * FRAMES  # it was refused often enough
        await patient.until_answered("ping", "pong")


async def test_a_burst_is_refused_frame_by_frame_and_its_sender_is_not_closed(
    strict: Instance, workspace: Workspace
) -> None:
    """All of it is under way before its sender can have read the first refusal."""
    burst = 75 * FRAMES
    async with workspace.new_account().at(strict) as somebody:
        for n in range(burst):
            await somebody.send("ping", id=str(n))
        await somebody.until(lambda: len(somebody.received) == 1 + burst)
        assert len(limited(somebody)) > 10 * FRAMES
        assert somebody.is_open


async def ping_until_closed(client: Client) -> None:
    """By tens, whose answers are read, so that the close frame finds a connection that is not full."""
    while client.is_open:
        answered = len(client.received) + 10
        with contextlib.suppress(ConnectionClosed, AssertionError):
            for _ in range(10):
                await client.send("ping")
            await client.until(lambda answered=answered: len(client.received) >= answered)  # type: ignore[misc]


async def test_one_who_slows_down_is_not_closed(strict: Instance, workspace: Workspace) -> None:
    async with workspace.new_account().at(strict) as somebody:
        for _ in range(3):
            refused = len(limited(somebody))
            for _ in range(3 * FRAMES):
                await somebody.send("ping")
            await somebody.until(lambda refused=refused: len(limited(somebody)) > refused)  # type: ignore[misc]
            await wait_as_asked(limited(somebody)[-1])
        assert somebody.is_open


async def test_text_and_frame_have_the_limits_that_welcome_tells(
    strict: Instance, workspace: Workspace, room: str
) -> None:
    async with workspace.new_account().at(strict) as somebody:
        assert await somebody.post(room, "x" * 10)
        assert await somebody.refused("post", room=room, text="x" * 11) == "too_long"
        await somebody.send("ping", x="x" * 2000)
        assert await somebody.closed() == 1009


async def test_a_message_that_is_slow_to_render_counts_as_several(
    instance: Instance, workspace: Workspace, room: str
) -> None:
    limited_to_twenty = workspace.instance("twenty")
    limited_to_twenty.start()
    try:
        async with workspace.new_account().at(limited_to_twenty) as somebody:
            ids = [new_id() for _ in range(10)]
            for id in ids:
                await somebody.send("post", room=room, id=id, text="- a\n" * 1000)
            await somebody.until(lambda: len(somebody.all("ack")) + len(limited(somebody)) == len(ids))
            assert 1 <= len(somebody.all("ack")) <= 4
    finally:
        limited_to_twenty.close()
