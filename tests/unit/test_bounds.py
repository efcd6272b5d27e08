"""What a process remembers of a live room is bounded, however many people come."""

from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.realtime import room as rooms
from chat.realtime import typing_indicator
from chat.realtime.bounded import Bounded
from chat.realtime.hub import Hub
from chat.realtime.rate_limit import USERS, RateLimiter, Spacing
from chat.realtime.sockets import QueuedSocket
from tests.unit.hubs import live_room


def test_what_was_set_longest_ago_gives_way() -> None:
    kept: Bounded[str, int] = Bounded(2)
    for key in ("a", "b", "a", "c"):
        kept[key] = len(key)
    assert list(kept) == ["a", "c"]


async def test_markers_and_writers_of_a_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "REMEMBERED", 10)
    room = live_room(Hub(), "tea")
    for n in range(100):
        room.read_upto(f"user{n}", n)
        room.writers[f"user{n}"] = None
    assert list(room.markers) == list(room.writers) == [f"user{n}" for n in range(90, 100)]
    room.read_upto("user95", 3)
    assert room.markers["user95"] == 95  # never back, for users who are remembered


async def test_so_many_are_shown_typing_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_indicator, "MOST", 3)
    hub = Hub()
    room = live_room(hub, "tea")
    written: list[bytes] = []

    async def take(message: Any) -> None: ...

    reader = QueuedSocket(take, Credentials(Actor(id="r", key="r", username="reader", name="Reader")))
    reader._put = written.extend  # type: ignore[assignment, method-assign]
    room.enter(reader)
    for n in range(10):
        hub.typing.show("tea", b"%d" % n, f"user{n}")
    assert written == [b"0", b"1", b"2"]
    assert len(room.typing) == 3
    hub.typing.show("tea", b"again", "user1")  # one of those who are shown
    assert written[-1] == b"again"


def test_rates_and_spacings(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, spacing = RateLimiter(10, burst=2), Spacing(60)
    for n in range(USERS + 50):
        limiter.take(f"user{n}")
        spacing.passes((f"user{n}", "tea"))
    assert len(limiter._buckets) == len(spacing._last) == USERS
