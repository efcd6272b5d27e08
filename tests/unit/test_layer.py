"""Our end of the channel layer, on a real Redis."""

import logging
import secrets
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from redis.asyncio import Redis

from chat.realtime import bus_link
from chat.realtime.hub import Hub
from chatsite import layer_queue
from chatsite.layer import Overflow, Queue, RedisLayer
from tests.polling import async_wait_until
from tests.unit.hubs import inside, layer_at, listening_hub


@pytest.fixture
def layer(redis_url: str) -> RedisLayer:
    return layer_at(redis_url, f"unit-{secrets.token_hex(4)}")


@pytest.fixture
async def hub(layer: RedisLayer) -> AsyncIterator[Hub]:
    async with listening_hub(layer) as hub:
        yield hub


async def connections(redis_url: str, layer: RedisLayer) -> int:
    """How many subscribers Redis has for the group."""
    async with Redis.from_url(redis_url) as redis:
        name = f"{inside(layer).prefix}__group__wick.hubs"
        return int((await redis.pubsub_numsub(name))[0][1])


async def test_after_a_fault_in_listening_nothing_of_before_is_left(
    hub: Hub,
    layer: RedisLayer,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("chat.realtime.bus_link.AGAIN", 0.0)
    link = hub.bus.links[0]
    real, left = link._receive, 3

    def fail_at_first(message: dict[str, Any]) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            raise RuntimeError("by mistake")
        real(message)

    monkeypatch.setattr(link, "_receive", fail_at_first)

    def arrived() -> bool:
        hub.bus.beat()
        return left < 0

    await async_wait_until(arrived)
    assert len(inside(layer).channels) == 1
    assert [len(channels) for channels in inside(layer).groups.values()] == [1]
    assert await connections(redis_url, layer) == 1
    faults = [record for record in caplog.records if record.exc_info]
    assert [record.message for record in faults] == ["receiving from the channel layer failed"]


async def test_a_fault_in_sending_is_no_outage_and_has_one_traceback(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        hub.bus.send_all("typing", "room", object(), "somebody")  # which cannot be serialised
        await hub.bus.drained()
    hub.bus.turn()
    assert [(record.levelno, bool(record.exc_info)) for record in caplog.records] == [(logging.ERROR, True)]
    hub.bus.links[0].beat_at = 0.0
    hub.bus.beat()
    await async_wait_until(lambda: hub.bus.healthy)


async def test_what_nobody_receives_is_bounded_and_the_receiver_is_notified(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layer_queue, "WAITING", 1000)
    queue = Queue()
    for n in range(100):
        queue.add(b"%090d" % n)
        assert queue.qsize() <= 12
    with pytest.raises(Overflow):
        await queue.next()
    received = [int(cast(bytes, await queue.next())) for _ in range(queue.qsize())]
    assert received == list(range(99 - len(received) + 1, 100))
    queue.add(b"%02000d" % 100)  # which is more than there is room for, and alone
    assert int(cast(bytes, await queue.next())) == 100


async def test_after_an_overflow_presence_and_markers_are_asked_again(hub: Hub, layer: RedisLayer) -> None:
    [queue] = inside(layer).channels.values()
    lost: list[str] = []
    hub.presence.lost = lambda: lost.append("again")  # type: ignore[method-assign]
    queue.lose(Overflow("too much"))
    await async_wait_until(lambda: not hub.bus.healthy)
    await async_wait_until(lambda: hub.bus.healthy)

    def healed() -> bool:
        hub.bus.turn()
        return bool(lost)

    await async_wait_until(healed)


async def test_what_waits_to_be_sent_is_bounded_and_others_learn_that_some_is_lost(
    hub: Hub, layer: RedisLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a message is being sent, or Redis hangs, what comes meanwhile waits."""
    monkeypatch.setattr(bus_link, "WAITING", 10_000)
    link = hub.bus.links[0]
    for n in range(1000):
        hub.bus.send_room("room", "events", "room", [b"x" * 500], size=500)
        waiting = [item for items in link._waiting.values() for item in items]
        assert sum(len(item[2][0]) for item in waiting if item[0] == "events") <= 10_500
        if n == 900:
            assert link._waiting["wick.hubs", False] == [["lost"]]
    await hub.bus.drained()
    assert link._size == 0
    await async_wait_until(lambda: hub.bus.healthy)
