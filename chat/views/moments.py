"""Times in addresses of pages."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

LONGEST = 40  # characters that are looked at


def moment_of(text: str) -> datetime | None:
    """A time with its zone; None for anything else."""
    try:
        moment = parse_datetime(text[:LONGEST])
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
