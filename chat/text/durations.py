"""Lengths of time as people read them (no I/O). static/js/format.js does the same."""

from math import ceil
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext

UNITS = (3600, 60, 1)
EXACT = 120  # seconds; what is longer is counted in minutes


def duration(seconds: int) -> str:
    """30 s, 5 min, 2 h: in the largest unit that it is a whole number of."""
    unit = next(unit for unit in UNITS if seconds % unit == 0)
    texts = {3600: gettext("%(count)s h"), 60: gettext("%(count)s min"), 1: gettext("%(count)s s")}
    return texts[unit] % {"count": seconds // unit}


lazy_duration: Any = lazy(duration, str)


def rounded_up(seconds: float) -> int:
    """What is left of a time, in whole seconds or minutes."""
    unit = 60 if seconds > EXACT else 1
    return ceil(seconds / unit) * unit
