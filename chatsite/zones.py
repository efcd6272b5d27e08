"""Times that the server writes are in the reader's zone, which scripts keep in a cookie."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

COOKIE = "zone"  # static/js/browser/time_zone.js sets it
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z0-9_+-]{1,32}){0,2}")


def reader_zone(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: Django's current time zone is the reader's, or UTC where none is known."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(zone_called(request.COOKIES.get(COOKIE, ""))):
            return get_response(request)

    return middleware


def zone_called(name: str) -> ZoneInfo | None:
    """The zone of this name; None, which is the setting's, for what is none."""
    if not NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
