"""A process sends the others what it stored, however it came to know that it is stored."""

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from chat.actors.actor import Actor
from chat.realtime.hub import Hub
from chat.storage import event_log
from tests.polling import async_wait_until
from tests.unit.hubs import post, subscribed_room, two_hubs

ADA = Actor(id=str(uuid.UUID(int=1)), key=uuid.UUID(int=1).hex, username="ada", name="Ada", trusted=True)
pytestmark = pytest.mark.usefixtures("transactional_db")


class Collection:
    """The log's own, and its database, with something that happens once after a command: an insert."""

    def __init__(self, real: Callable[[], Any], after_insert: list[Callable[[], None]]) -> None:
        self._real, self._after_insert = real, after_insert

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real(), name)
        return Collection(lambda: found, self._after_insert) if name == "database" else found

    def command(self, *args: Any, **options: Any) -> Any:
        outcome = self._real().command(*args, **options)
        if self._after_insert:
            self._after_insert.pop()()
        return outcome


@pytest.fixture
async def hubs(redis_url: str) -> AsyncIterator[tuple[Hub, Hub]]:
    async with two_hubs(redis_url) as hubs:
        yield hubs


async def test_an_event_whose_storing_had_no_clear_answer(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up() -> None:
        raise AutoReconnect("by the test")

    collection = Collection(event_log.collection, [hang_up])
    monkeypatch.setattr(event_log, "collection", lambda: collection)
    here, there = [await subscribed_room(hub, "tea") for hub in hubs]
    seq = post(here, ADA)
    assert await seq == 1
    await async_wait_until(lambda: there.head == 1)


async def test_an_event_that_was_seen_in_the_log_before_its_storing_was_answered(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, seen = threading.Event(), threading.Event()

    def hold() -> None:
        stored.set()
        assert seen.wait(10)

    collection = Collection(event_log.collection, [hold])
    monkeypatch.setattr(event_log, "collection", lambda: collection)
    here, there = [await subscribed_room(hub, "tea") for hub in hubs]
    seq = post(here, ADA)
    assert await asyncio.to_thread(stored.wait, 10)
    await here.catch_up()  # as the look at the heads does, twice a second
    assert (here.head, there.head) == (1, 0)
    seen.set()
    assert await seq == 1
    await async_wait_until(lambda: there.head == 1)
