"""How much one person may do in a second."""

import pytest

from chat.protocol.errors import Code, Refused
from chat.realtime import rate_limit
from chat.realtime.rate_limit import RateLimiter
from tests.unit.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "monotonic", clock)
    return clock


def taken(bucket: RateLimiter, person: str, tries: int) -> int:
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
    assert taken(RateLimiter(10, burst=2), "ada", 50) == 20


def test_the_rate_flows_in_again(clock: Clock) -> None:
    bucket = RateLimiter(10, burst=2)
    taken(bucket, "ada", 50)
    clock.now += 0.5
    assert taken(bucket, "ada", 50) == 5
    clock.now += 100
    assert taken(bucket, "ada", 50) == 20


def test_each_person_has_a_bucket_of_their_own(clock: Clock) -> None:
    bucket = RateLimiter(10, burst=2)
    taken(bucket, "ada", 50)
    assert taken(bucket, "bob", 50) == 20


def test_who_is_refused_is_told_when_it_helps_to_try_again(clock: Clock) -> None:
    bucket = RateLimiter(2, burst=1)
    taken(bucket, "ada", 2)
    with pytest.raises(Refused) as raised:
        bucket.take("ada")
    assert raised.value.code is Code.RATE_LIMITED
    assert raised.value.retry_after == pytest.approx(0.5)
    clock.now += raised.value.retry_after or 0
    bucket.take("ada")


def refused(bucket: RateLimiter, person: str, cost: float = 1.0) -> float | None:
    """The seconds to wait; None when it passed."""
    try:
        bucket.take(person, cost)
    except Refused as refusal:
        return refusal.retry_after
    return None


def test_of_many_refused_at_once_each_is_told_its_own_turn(clock: Clock) -> None:
    bucket = RateLimiter(10, burst=2)
    taken(bucket, "ada", 20)
    waits = [refused(bucket, "ada") for _ in range(30)]
    assert waits == pytest.approx([0.1 * (n + 1) for n in range(30)], abs=0.011)


def test_only_frames_that_come_at_their_turn_get_through(clock: Clock) -> None:
    bucket = RateLimiter(20, burst=2)
    turns = sorted(wait for _ in range(300) if (wait := refused(bucket, "ada")) is not None)
    assert len(turns) == 260
    start = clock.now
    for turn in turns:
        clock.now = start + turn
        assert refused(bucket, "ada") is None
    assert refused(bucket, "ada") is not None


def test_turns_that_nobody_uses_do_not_add_up(clock: Clock) -> None:
    bucket = RateLimiter(10, burst=2)
    taken(bucket, "ada", 500)
    clock.now += 1000
    assert taken(bucket, "ada", 500) == 20


def test_turns_are_reserved_for_a_minute_at_most(clock: Clock) -> None:
    bucket = RateLimiter(1, burst=1)
    waits = [refused(bucket, "ada") for _ in range(1000)]
    assert max(wait for wait in waits if wait) == 60


def test_what_costs_more_than_a_bucket_holds_is_paid_off(clock: Clock) -> None:
    bucket = RateLimiter(10, burst=2)
    assert refused(bucket, "ada", 50) is None
    assert refused(bucket, "ada") == pytest.approx(3.1, abs=0.011)


def test_what_one_key_does_is_spaced(clock: Clock) -> None:
    spacing = rate_limit.Spacing(3)
    assert [spacing.passes(("ada", "tea")), spacing.passes(("ada", "tea"))] == [True, False]
    assert spacing.passes(("ada", "den"))
    clock.now += 3
    assert spacing.passes(("ada", "tea"))


def test_a_forgotten_bucket_starts_full(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "USERS", 2)
    bucket = RateLimiter(1, burst=1)
    assert [taken(bucket, who, 1) for who in ("ada", "bob", "eve", "ada")] == [1, 1, 1, 1]
    assert taken(bucket, "ada", 1) == 0
