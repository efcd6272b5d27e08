"""The time zones that people choose from, by their names in the IANA database."""

from functools import cache
from zoneinfo import available_timezones

NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def zone_names() -> tuple[str, ...]:
    """UTC, and the zones that are named for a place, by name."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(NOT_PLACES))
    return ("UTC", *sorted(places))
