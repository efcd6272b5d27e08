"""When somebody does not want to be disturbed."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.models import User
from chat.queries.quiet import is_quiet
from chat.text.quiet_hours import QuietHours, Span

NIGHT = QuietHours(22 * 60, 7 * 60 + 30, zone="Europe/Berlin")  # UTC+1 in winter, +2 in summer


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-01-10T20:59:59", False),
        ("2026-01-10T21:00:00", True),
        ("2026-01-11T06:29:59", True),
        ("2026-01-11T06:30:00", False),
        ("2026-07-10T20:00:00", True),
        ("2026-07-11T05:30:00", False),
    ],
)
def test_hours_are_those_of_the_persons_time_zone(at: str, quiet: bool) -> None:
    assert NIGHT.covers(utc(at)) is quiet


def test_hours_within_a_day() -> None:
    lunch = QuietHours(12 * 60, 13 * 60)
    assert [lunch.covers(utc(f"2026-01-10T{hour}:00:00")) for hour in (11, 12, 13)] == [False, True, False]


def test_the_next_quiet_time_is_known_before_it_begins() -> None:
    assert NIGHT.span(utc("2026-01-10T12:00:00")) == Span(
        utc("2026-01-10T21:00:00"), utc("2026-01-11T06:30:00")
    )


def test_without_hours_there_is_no_quiet_time() -> None:
    now = utc("2026-01-10T12:00:00")
    for nothing in (QuietHours(), QuietHours(60, 60), QuietHours(60, None), QuietHours(until=now)):
        assert nothing.span(now) is None


def test_quiet_until_a_moment_ends_there() -> None:
    now = utc("2026-01-10T12:00:00")
    quiet = QuietHours(until=now + timedelta(hours=1))
    assert quiet.covers(now)
    assert not quiet.covers(now + timedelta(hours=1))


def test_quiet_until_a_moment_within_the_hours_goes_on_to_their_end() -> None:
    now = utc("2026-01-10T20:00:00")
    quiet = NIGHT._replace(until=utc("2026-01-10T21:30:00"))
    assert quiet.span(now) == Span(now, utc("2026-01-11T06:30:00"))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])  # the clocks change in the night
def test_a_change_of_the_clocks_moves_neither_end(day: str) -> None:
    span = NIGHT.span(utc(f"{day}T02:00:00"))
    assert span is not None
    assert span.start <= utc(f"{day}T02:00:00") < span.end
    assert span.end == utc(f"{day}T{'05' if day.startswith('2026-03') else '06'}:30:00")


def test_a_zone_that_is_none_counts_as_utc() -> None:
    assert QuietHours(60, 120, zone="Nowhere/At-All").covers(utc("2026-01-10T01:30:00"))


def test_an_account_without_settings_is_never_quiet() -> None:
    now = utc("2026-01-10T12:00:00")
    assert not is_quiet(User(username="ann"), now)
    assert is_quiet(User(username="ann", quiet_until=now + timedelta(hours=1)), now)
    left_by_an_old_version = User(username="ann", zone=None)  # type: ignore[misc]
    assert not is_quiet(left_by_an_old_version, now)
