"""Limits of what one person may send in a second, over all their sockets of an instance."""

import asyncio
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.cast import Stage
from tests.client import Client, new_id
from tests.instance import Instance

FRAMES, POSTS = 20, 5  # a second, in tests.socket.conftest.STRICT; a burst is two seconds' worth


def limited(client: Client) -> list[dict[str, Any]]:
    return [frame for frame in client.all("error") if frame["code"] == "rate_limited"]


async def test_welcome_tells_the_limits(strict: Instance, stage: Stage) -> None:
    async with stage.passer_by().at(strict) as somebody:
        assert somebody.received[0]["limits"] == {
            "text": 10,
            "frame": 2000,
            "page": 100,
            "rooms": 2,
            "rate": {"frames": FRAMES, "posts": POSTS},
        }


async def test_frames_beyond_the_rate_are_refused_until_it_helps_to_try_again(
    strict: Instance, stage: Stage
) -> None:
    async with stage.passer_by().at(strict) as somebody:
        for n in range(4 * FRAMES):
            await somebody.send("ping", id=str(n), room="general")
        await somebody.until(lambda: len(somebody.received) == 1 + 4 * FRAMES)
        pongs, errors = somebody.all("pong"), limited(somebody)
        assert 2 * FRAMES <= len(pongs) <= 3 * FRAMES
        assert len(pongs) + len(errors) == 4 * FRAMES
        assert {frame["id"] for frame in pongs + errors} == {str(n) for n in range(4 * FRAMES)}
        assert {error["room"] for error in errors} == {"general"}
        await asyncio.sleep(errors[-1]["retry_after"])
        await somebody.settle()


async def test_typing_and_reading_are_answered_when_they_are_refused(
    strict: Instance, stage: Stage, room: str
) -> None:
    async with stage.passer_by().at(strict) as somebody:
        for _ in range(4 * FRAMES):
            await somebody.send("typing", room=room, id="typing")
        await somebody.wait_for(type="error", code="rate_limited", id="typing", room=room)


async def test_events_beyond_their_rate_are_refused_and_nothing_is_done(
    strict: Instance, stage: Stage, room: str
) -> None:
    async with stage.passer_by().at(strict) as somebody:
        view = await somebody.follow(room)
        ids = [new_id() for _ in range(4 * POSTS)]
        for id in ids:
            await somebody.send("post", room=room, id=id, text="hello")
        await somebody.until(lambda: len(somebody.all("ack")) + len(limited(somebody)) == len(ids))
        acked = [ack["id"] for ack in somebody.all("ack")]
        assert 2 * POSTS <= len(acked) <= 3 * POSTS
        assert list(view.ids.values()) == acked
        refused = limited(somebody)[-1]
        await asyncio.sleep(refused["retry_after"])
        assert await somebody.post(room, id=refused["id"]) == len(acked) + 1
        await somebody.settle()  # other frames have a rate of their own


async def test_the_rate_is_of_the_person_and_not_of_the_socket(
    strict: Instance, stage: Stage, room: str
) -> None:
    somebody, other = stage.passer_by(), stage.passer_by()
    async with somebody.at(strict) as one, somebody.at(strict) as two, other.at(strict) as another:
        for _ in range(4 * POSTS):
            await one.send("post", room=room, id=new_id(), text="hello")
        await one.until(lambda: bool(limited(one)))
        assert await two.refused("post", room=room, text="hello") == "rate_limited"
        assert await another.post(room)


async def test_a_socket_that_goes_on_long_after_is_closed_and_no_other(
    strict: Instance, stage: Stage
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(strict) as patient, somebody.at(strict) as stubborn:
        with pytest.raises(ConnectionClosed):
            await ping_for_ever(stubborn)
        assert await stubborn.closed() == 4429
        assert len(limited(stubborn)) >= 5 * FRAMES  # it was told often enough
        await asyncio.sleep(0.5)
        await patient.settle()


async def ping_for_ever(client: Client) -> None:
    while True:
        await client.send("ping")
        await asyncio.sleep(0.001)


async def test_one_who_slows_down_is_not_closed(strict: Instance, stage: Stage) -> None:
    async with stage.passer_by().at(strict) as somebody:
        for _ in range(3):
            for _ in range(3 * FRAMES):
                await somebody.send("ping")
            await asyncio.sleep(0.3)
        assert limited(somebody)
        assert somebody.is_open


async def test_text_and_frame_have_the_limits_that_welcome_tells(
    strict: Instance, stage: Stage, room: str
) -> None:
    async with stage.passer_by().at(strict) as somebody:
        assert await somebody.post(room, "x" * 10)
        assert await somebody.refused("post", room=room, text="x" * 11) == "too_long"
        await somebody.send("ping", x="x" * 2000)
        assert await somebody.closed() == 1009
