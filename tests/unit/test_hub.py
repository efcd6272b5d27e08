"""The hub's own work."""

import pytest

from chat.realtime.hub import Hub
from chat.realtime.turns import Turns
from tests.polling import async_wait_until


async def test_a_turn_that_fails_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    hub.draining = True  # it says nothing of itself to a database
    turns = 0

    def tick() -> None:
        nonlocal turns
        turns += 1
        raise RuntimeError("a fault")

    monkeypatch.setattr(hub.presence, "tick", tick)
    keeping = hub.spawn(Turns(hub).run())
    await async_wait_until(lambda: turns > 1)
    keeping.cancel()
