"""When a session was used last, and from where: stored now and then."""

import time
from collections import OrderedDict
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chat.actions import sessions

EVERY = 600.0  # seconds
MOST = 10_000  # sessions of which it is remembered when that was stored

_stored: OrderedDict[str, float] = OrderedDict()  # session key: monotonic time


def session_use(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Where a view did not ask who is there, nobody is looked up for this."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user = getattr(request, "_cached_user", None)
        key = request.session.session_key
        if user is not None and user.is_authenticated and key and _is_due(key):
            device = request.headers.get("user-agent", "")
            sessions.keep(user.pk, key, request.META.get("REMOTE_ADDR"), device)
        return response

    return middleware


def _is_due(key: str) -> bool:
    now = time.monotonic()
    if now - _stored.get(key, -EVERY) < EVERY:
        return False
    _stored[key] = now
    _stored.move_to_end(key)
    if len(_stored) > MOST:
        _stored.popitem(last=False)
    return True
