"""Days, months and years as spans of time, in Django's current time zone (no I/O)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self

from django.utils import timezone

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
FIRST, LAST = 1970, 9990  # years


class TimeSpan(NamedTuple):
    """From `since` on, and before `until`; None: without an end there."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_bounded(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def is_impossible(self) -> bool:
        return self.since is not None and self.until is not None and self.since >= self.until

    def within(self, other: Self) -> "TimeSpan":
        """What is in both."""
        since = max((each for each in (self.since, other.since) if each), default=None)
        until = min((each for each in (self.until, other.until) if each), default=None)
        return TimeSpan(since, until)


def span_of(text: str) -> TimeSpan | None:
    """The day, month or year that a text such as 2026-03-09, 2026-03, 2026, today or yesterday names."""
    today = timezone.localdate()
    if text.lower() == "today":
        return _days(today, today + timedelta(days=1))
    if text.lower() == "yesterday":
        return _days(today - timedelta(days=1), today)
    found = _DATE.fullmatch(text) if text.isascii() else None
    if found is None or not FIRST <= int(found[1]) <= LAST:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    try:
        first = date(year, month, day)
    except ValueError:
        return None
    if found[3]:
        return _days(first, first + timedelta(days=1))
    if found[2]:
        return _days(first, date(year + month // 12, month % 12 + 1, 1))
    return _days(first, date(year + 1, 1, 1))


def _days(first: date, after: date) -> TimeSpan:
    return TimeSpan(_midnight(first), _midnight(after))


def _midnight(day: date) -> datetime:
    zone = timezone.get_current_timezone()
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
