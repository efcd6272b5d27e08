"""Uploads by the protocol tus 1.0.0 (tus.io): core, creation and termination. What is refused is answered in
JSON, {"detail"}."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.files import actions, quotas
from chat.files.file_names import announced
from chat.files.stored import Row, State, attached
from chat.protocol.errors import Code, Refused

P = ParamSpec("P")
VERSION = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"
METADATA = 4096  # characters of the header at most
STATUS = {
    Code.TOO_LONG: 413,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
}


def tus(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For programs: refused and signed-out requests are answered with a status and a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _answer(request, lambda actor: view(request, actor, *args, **kwargs))
        response["Tus-Resumable"] = VERSION
        response["Wick-Part"] = str(quotas.PART)
        return response

    return guarded


def _answer(request: HttpRequest, answer: Callable[[Actor], HttpResponse]) -> HttpResponse:
    user: Any = request.user
    if not user.is_authenticated:
        return _refused(_("Sign in first."), 401)
    if user.is_suspended:
        return _refused(_("Your account is suspended."), 403)
    if request.headers.get("Tus-Resumable", VERSION) != VERSION:
        response = _refused(_("This version of the upload protocol is not supported."), 412)
        response["Tus-Version"] = VERSION
        return response
    try:
        return answer(Actor.of(user))
    except Refused as no:
        response = _refused(str(no), STATUS.get(no.code, 400))
        if no.retry_after:
            response["Retry-After"] = str(math.ceil(no.retry_after))
        return response


def _refused(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)


@require_http_methods(["GET", "POST", "OPTIONS"])
@tus
def uploads(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST announces a file; GET and OPTIONS say what may be uploaded."""
    if request.method == "POST":
        length = _number(request, "Upload-Length")
        metadata = request.headers.get("Upload-Metadata", "")
        if len(metadata) > METADATA:
            raise Refused(Code.BAD_FRAME, _("The name or the description of this file is too long."))
        row = actions.create(actor, announced(metadata), length)
        response = HttpResponse(status=201)
        response["Location"] = reverse("upload", args=[UUID(row["_id"])])
        response["Upload-Offset"] = "0"
        return response
    limits = {"largest": quotas.largest(), "part": quotas.PART, "left": quotas.left_for(actor)}
    response = JsonResponse(limits) if request.method == "GET" else HttpResponse(status=204)
    response["Tus-Version"], response["Tus-Extension"] = VERSION, "creation,termination"
    response["Tus-Max-Size"] = str(quotas.largest())
    return response


@require_http_methods(["GET", "HEAD", "PATCH", "POST", "DELETE"])
@tus
def upload(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    """PATCH adds a part, HEAD and GET say how far it is, POST describes an image, DELETE gives it up."""
    if request.method == "DELETE":
        actions.cancel(actor, id)
        return HttpResponse(status=204)
    if request.method == "POST":
        actions.describe(actor, id, request.POST.get("alt", ""))
        return HttpResponse(status=204)
    if request.method == "PATCH":
        if request.content_type != OFFSET_TYPE:
            return _refused(_("A part of a file has the type application/offset+octet-stream."), 415)
        upto = actions.append(actor, id, _number(request, "Upload-Offset"), request.body)
        response = HttpResponse(status=204)
        response["Upload-Offset"] = str(upto)
        return response
    row = actions.own(actor, id)
    response = HttpResponse() if request.method == "HEAD" else JsonResponse(_state(row))
    response["Upload-Offset"], response["Upload-Length"] = str(row["offset"]), str(row["length"])
    return response


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise Refused(Code.BAD_FRAME, _("The header %(name)s takes a number.") % {"name": header})
    return int(value)


def _state(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"state": row["state"], "offset": row["offset"], "length": row["length"]}
    if row["state"] == State.REFUSED:
        found["detail"] = _(row["detail"])
    if row["state"] == State.READY:
        found["file"] = to_builtins(attached(row))
    return found
