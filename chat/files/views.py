"""Files at their addresses."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from chat.actors.actor import Actor
from chat.files import contents, serving
from chat.files.access import visible
from chat.files.stored import Row
from chat.models import User
from chat.views.refusals import signed_in

THUMB_TYPE = "image/webp"


@signed_in
@require_safe
def original(request: HttpRequest, id: UUID, name: str) -> HttpResponseBase:
    """The file itself; `?download` has the browser save it."""
    row = _visible(request, id)
    if row["name"] != name:
        raise Http404
    return _served(request, row, contents.ORIGINAL, row["name"], row["type"])


@signed_in
@require_safe
def thumb(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The small picture of an image."""
    row = _visible(request, id)
    if not row["thumb"]:
        raise Http404
    return _served(request, row, contents.THUMB, contents.THUMB, THUMB_TYPE)


def _visible(request: HttpRequest, id: UUID) -> Row:
    user: User = request.user  # type: ignore[assignment]
    row = visible(Actor.of(user), id)
    if row is None:
        raise Http404
    return row


def _served(request: HttpRequest, row: Row, what: str, name: str, type: str) -> HttpResponseBase:
    if settings.FILES_BY_NGINX:
        return serving.hand_over(request, contents.name_of(row["_id"], what), name=name, type=type)
    try:
        file = contents.opened(row["_id"], what)
    except FileNotFoundError:
        raise Http404 from None
    return serving.respond(request, file, name=name, type=type, etag=f"{row['_id']}-{what}")
