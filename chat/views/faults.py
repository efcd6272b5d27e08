"""Pages for what went wrong before a view, or in one: none of them needs the database."""

import logging
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from chat.views.refusals import for_script
from chatsite.logs import outage, request_id

logger = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds
FOREIGN = tuple(reason.partition("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is handled: 503 where a server is away that we need."""
    error = sys.exc_info()[1]
    if error is None or outage(error) is None:
        return _page(
            request, "500.html", 500, _("Something went wrong on the server. Try again in a moment.")
        )
    response = _page(
        request, "503.html", 503, _("The server cannot reach its database. Try again in a moment.")
    )
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW. A form of a foreign origin is mostly a setting that is wrong."""
    if not reason.startswith(FOREIGN):
        logger.info("a form for %s was refused: %s", request.path, reason)
        return _page(
            request, "403_csrf.html", 403, _("This form has expired. Reload the page and try again.")
        )
    logger.warning("a form for %s was refused: %s", request.path, foreign_origin(request))
    return _page(request, "errors/origin.html", 403, _("The server does not recognise this address."))


def foreign_origin(request: HttpRequest) -> str:
    """What is wrong with where a form came from, and which setting to look at."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    came, own = urlsplit(origin), f"{request.scheme}://{request.get_host()}"
    said = f"it came from {came.scheme}://{came.netloc} and this site is {own}."
    if came.netloc == request.get_host() and came.scheme == "https":
        if settings.HTTPS:
            return f"{said} The proxy in front has to send X-Forwarded-Proto: https."
        return f"{said} Set HTTPS=true if people come by https."
    if came.netloc == request.get_host():
        return f"{said} HTTPS is on, and somebody came by http."
    return f"{said} If that is this site's own address, have the proxy pass the Host header on, \
or add it to CSRF_TRUSTED_ORIGINS."


def _page(request: HttpRequest, template: str, status: int, sentence: str) -> HttpResponse:
    """Without Django's context of a page, which asks the database. Our scripts get the sentence."""
    if for_script(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string(template, {"reference": request_id.get()}), status=status)
