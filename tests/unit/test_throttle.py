"""How much one person may do in a second."""

import pytest

from chat import throttle
from chat.errors import Code, Refused
from chat.throttle import Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(throttle, "monotonic", clock)
    return clock


def taken(bucket: Throttle, person: str, tries: int) -> int:
    """How many of `tries` were let through."""
    through = 0
    for _ in range(tries):
        try:
            bucket.take(person)
        except Refused:
            continue
        through += 1
    return through


def test_a_burst_passes_and_then_no_more(clock: Clock) -> None:
    assert taken(Throttle(10, burst=2), "ada", 50) == 20


def test_the_rate_flows_in_again(clock: Clock) -> None:
    bucket = Throttle(10, burst=2)
    taken(bucket, "ada", 50)
    clock.now += 0.5
    assert taken(bucket, "ada", 50) == 5
    clock.now += 100
    assert taken(bucket, "ada", 50) == 20


def test_each_person_has_a_bucket_of_their_own(clock: Clock) -> None:
    bucket = Throttle(10, burst=2)
    taken(bucket, "ada", 50)
    assert taken(bucket, "bob", 50) == 20


def test_who_is_refused_is_told_when_it_helps_to_try_again(clock: Clock) -> None:
    bucket = Throttle(2, burst=1)
    taken(bucket, "ada", 2)
    with pytest.raises(Refused) as raised:
        bucket.take("ada")
    assert raised.value.code is Code.RATE_LIMITED
    assert raised.value.retry_after == pytest.approx(0.5)
    clock.now += raised.value.retry_after or 0
    bucket.take("ada")


def test_who_was_forgotten_begins_anew(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "PEOPLE", 2)
    bucket = Throttle(1, burst=1)
    assert [taken(bucket, who, 1) for who in ("ada", "bob", "eve", "ada")] == [1, 1, 1, 1]
    assert taken(bucket, "ada", 1) == 0
