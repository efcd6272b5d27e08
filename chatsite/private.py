"""Pages are for the person who asked: no browser or proxy keeps them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


def no_store(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: `Cache-Control: no-store` on every answer that does not say itself how it may be kept.
    Static files are answered before this and are kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
