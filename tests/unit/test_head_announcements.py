"""The heads of rooms that have become quiet."""

import pytest

from chat.realtime import head_announcements
from chat.realtime.head_announcements import MOST, QUIET, HeadAnnouncements


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(head_announcements, "monotonic", lambda: now[0])
    return now


def test_a_room_is_announced_once_after_its_last_event(now: list[float]) -> None:
    rooms = HeadAnnouncements()
    for _ in range(5):
        rooms.published("tea")
        now[0] += QUIET / 2
        assert rooms.due() == []
    now[0] += QUIET
    assert rooms.due() == ["tea"]
    assert rooms.due() == []


def test_how_many_rooms_wait_is_bounded(now: list[float]) -> None:
    rooms = HeadAnnouncements()
    for n in range(MOST + 100):
        rooms.published(f"room-{n}")
    assert rooms.due() == [f"room-{n}" for n in range(100)]
    assert len(rooms) == MOST
