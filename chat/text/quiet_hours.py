"""When somebody does not want to be disturbed: hours of each day in their time zone, and until a moment."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chatsite.zones import zone_called

DAY = 24 * 60  # minutes


class Span(NamedTuple):
    """`start` belongs to it, `end` does not. Both in UTC."""

    start: datetime
    end: datetime


class QuietHours(NamedTuple):
    """`start` and `end`: minutes of the day, the end after midnight where it is not above the start; None or
    equal: no hours. `until`: also quiet before this moment. `zone`: a name; UTC where it is none."""

    start: int | None = None
    end: int | None = None
    until: datetime | None = None
    zone: str = ""

    def span(self, at: datetime) -> Span | None:
        """The quiet time at this moment, or else the next one; None where there is none."""
        hours = self._hours(at)
        if self.until is None or self.until <= at:
            return hours
        if hours is not None and hours.start <= self.until:
            return Span(min(at, hours.start), max(self.until, hours.end))
        return Span(at, self.until)

    def covers(self, at: datetime) -> bool:
        span = self.span(at)
        return span is not None and span.start <= at

    def _hours(self, at: datetime) -> Span | None:
        if self.start is None or self.end is None or self.start == self.end:
            return None
        zone = zone_called(self.zone or "UTC") or ZoneInfo("UTC")
        today = at.astimezone(zone).date()
        days = [today + timedelta(days) for days in (-1, 0, 1, 2)]
        spans = [_of_day(day, self.start, self.end, zone) for day in days]
        return next((span for span in spans if span.start < span.end and span.end > at), None)


def _of_day(day: date, start: int, end: int, zone: ZoneInfo) -> Span:
    last = day if start < end else day + timedelta(1)
    return Span(_moment(day, start, zone), _moment(last, end, zone))


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    return local.astimezone(UTC)
