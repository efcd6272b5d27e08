"""What a page answers when an action was refused."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages as notes
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from chat.protocol.errors import Code, Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

STATUS = {
    Code.NOT_FOUND: 404,
    Code.FORBIDDEN: 403,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
    Code.CONFLICT: 409,
}
TITLES = {
    404: _("Not found"),
    403: _("Not allowed"),
    429: _("Too many requests"),
    503: _("Not available right now"),
}


class RefusedPages:
    """Middleware: what any view refuses, the admin's too, becomes a page that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal(request, error) if isinstance(error, Refused) else None


def refusal(request: HttpRequest, no: Refused) -> HttpResponse:
    """The page that says why not; the words alone for our scripts."""
    status = STATUS.get(no.code, 400)
    title = no.title or TITLES.get(status, _("That did not work"))
    if for_script(request):
        response = HttpResponse(str(no), status=status, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "errors/refused.html", {"title": title, "detail": str(no)}, status=status)
    return say_when(response, no)


def say_when(response: HttpResponse, no: Refused | None) -> HttpResponse:
    """A page that shows why not: it says by its status and its headers, too, when trying again can help."""
    if no is not None and no.retry_after:
        response.status_code = STATUS[no.code]
        response["Retry-After"] = str(math.ceil(no.retry_after))
    return response


def for_script(request: HttpRequest) -> bool:
    """Do our own scripts ask, which show what happened themselves?"""
    return request.headers.get("Accept") == "text/plain"


def _for_a_page(request: HttpRequest) -> bool:
    """Is the answer what somebody sees? Scripts ask beside a page, whose socket says what happened."""
    return "text/html" in request.headers.get("Accept", "text/html")


def reported(request: HttpRequest, text: str, where: Callable[[], str]) -> HttpResponse:
    """After a form that says what it did: to our scripts at once, to people on the next page."""
    if for_script(request):
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    notes.success(request, text)
    return redirect(where())


def done(request: HttpRequest, where: Callable[[], str]) -> HttpResponse:
    """After a form: on to the next page; nothing for our scripts, and then `where` is not worked out."""
    return HttpResponse(status=204) if for_script(request) else redirect(where())


def signed_in(view: View[P]) -> View[P]:
    """For people who are signed in and not suspended."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_suspended:  # type: ignore[union-attr]
            if _for_a_page(request):
                logout(request)
            return render(request, "errors/suspended.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
