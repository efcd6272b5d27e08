"""When the log rests."""

import pytest

from chat.realtime import log_activity
from chat.realtime.log_activity import RESTS_AFTER, LogActivity


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(log_activity, "monotonic", lambda: now[0])
    return now


def test_it_rests_once_nothing_was_written_for_long_enough(now: list[float]) -> None:
    activity = LogActivity()
    activity.see((("one", 5),))
    now[0] += RESTS_AFTER - 1
    activity.see((("one", 5),))
    assert not activity.rests
    now[0] += 1
    activity.see((("one", 5),))
    assert activity.rests


@pytest.mark.parametrize("count", [(("one", 6),), (("two", 5),), (("one", 5), ("two", 0)), None])
def test_a_write_another_server_or_not_knowing_end_the_rest(
    now: list[float], count: tuple[tuple[str, int], ...] | None
) -> None:
    activity = LogActivity()
    activity.see((("one", 5),))
    now[0] += RESTS_AFTER
    activity.see(count)
    assert not activity.rests


def test_where_nobody_knows_it_never_rests(now: list[float]) -> None:
    activity = LogActivity()
    for _ in range(5):
        now[0] += RESTS_AFTER
        activity.see(None)
        assert not activity.rests
