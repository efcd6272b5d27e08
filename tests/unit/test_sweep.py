"""Every live room is looked at in its turn."""

import pytest

from chat.realtime import sweep
from chat.realtime.sweep import PERIOD, RESTING, STEP, Sweep

TURN = 0.5


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(sweep, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("rooms", [1, 7, 1000])
def test_no_room_waits_longer_than_a_period_and_a_turn(now: list[float], rooms: int) -> None:
    swept = Sweep()
    looked_at = {f"room-{n}": now[0] for n in range(rooms)}
    for room in looked_at:
        swept.looked_at(room)
    for turn in range(100):
        now[0] += TURN
        if turn % 3 == 0:  # rooms come and go meanwhile
            looked_at[f"new-{turn}"] = now[0]
            swept.looked_at(f"new-{turn}")
        if turn % 3 == 1 and rooms > 7:
            swept.forget(f"room-{turn}")
            del looked_at[f"room-{turn}"]
        for room in swept.due():
            looked_at[room] = now[0]
        assert min(looked_at.values()) >= now[0] - PERIOD - STEP - TURN
    assert len(swept) == len(looked_at)


def test_a_room_waits_no_longer_when_ever_more_come_to_life_before_it(now: list[float]) -> None:
    swept = Sweep()
    swept.looked_at("b")
    seen = now[0]
    for turn in range(40):
        now[0] += TURN
        for n in range(2 ** (turn // 4)):
            swept.looked_at(f"a-{turn}-{n}")
        if "b" in swept.due():
            seen = now[0]
        assert seen >= now[0] - PERIOD - STEP - TURN


def test_the_work_is_spread_evenly(now: list[float]) -> None:
    swept = Sweep()
    for n in range(1600):
        swept.looked_at(f"room-{n}")
    for _ in range(50):
        now[0] += TURN
        assert len(swept.due()) <= 1600 * 2 * TURN / PERIOD + 1


def test_rooms_are_taken_with_their_neighbours_in_the_index(now: list[float]) -> None:
    swept = Sweep()
    rooms = [f"room-{n}" for n in range(800)]
    for room in reversed(rooms):
        swept.looked_at(room)
    shares = []
    for _ in range(16):
        now[0] += TURN
        shares += [share] if (share := swept.due()) else []
    assert [room for share in shares for room in share] == sorted(rooms)


def test_rooms_of_a_log_that_rests_are_seldom_looked_at(now: list[float]) -> None:
    swept = Sweep()
    for n in range(1000):
        swept.looked_at(f"room-{n}")
    swept.rest(True)
    looks = 0
    for _ in range(int(RESTING / TURN)):
        now[0] += TURN
        looks += len(swept.due())
    assert 900 <= looks <= 1100


def test_each_room_is_looked_at_within_a_period_once_the_log_does_not_rest(now: list[float]) -> None:
    swept = Sweep()
    for n in range(1000):
        swept.looked_at(f"room-{n}")
    swept.rest(True)
    now[0] += RESTING / 2
    swept.due()
    swept.rest(False)
    found: set[str] = set()
    shares = []
    for _ in range(int((PERIOD + STEP) / TURN) + 1):
        now[0] += TURN
        shares.append(swept.due())
        found.update(shares[-1])
    assert len(found) == 1000
    assert max(map(len, shares)) < 300  # evenly, and not all at once
