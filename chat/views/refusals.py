"""What a page answers when an action was refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from chat.errors import Code, Refused

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
    404: "Nothing here",
    403: "Not open to you",
    429: "One moment",
    503: "Not just now",
}


def refusal(request: HttpRequest, no: Refused) -> HttpResponse:
    """The page that says why not; the words alone for our scripts."""
    status = STATUS.get(no.code, 400)
    title = TITLES.get(status, "That did not work")
    if for_script(request):
        response = HttpResponse(str(no), status=status, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "refused.html", {"title": title, "detail": str(no)}, status=status)
    if no.retry_after:
        response["Retry-After"] = str(max(1, round(no.retry_after)))
    return response


def for_script(request: HttpRequest) -> bool:
    """Do our own scripts ask, which show what happened themselves?"""
    return request.headers.get("Accept") == "text/plain"


def done(request: HttpRequest, where: Callable[[], str]) -> HttpResponse:
    """After a form: on to the next page; nothing for our scripts, and then `where` is not worked out."""
    return HttpResponse(status=204) if for_script(request) else redirect(where())


def signed_in(view: View[P]) -> View[P]:
    """For people who are signed in and not suspended; what the view refuses becomes a page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_suspended:  # type: ignore[union-attr]
            logout(request)
            return render(request, "suspended.html", status=403)
        try:
            return view(request, *args, **kwargs)
        except Refused as no:
            return refusal(request, no)

    return guarded
