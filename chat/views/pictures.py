"""Pictures of people: choosing one's own, and serving them."""

from uuid import UUID

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.actions import pictures
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.people import ids_seen_by
from chat.protocol.errors import Code, Refused
from chat.text.picture_names import SIZES, picture_name
from chat.views.refusals import done, signed_in

KEPT = "private, max-age=31536000, immutable"  # the address has the digest of the content in it
POLICY = "default-src 'none'; sandbox"


@signed_in
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Another picture of oneself (`picture`, a file), or none (`remove`)."""
    user: User = request.user  # type: ignore[assignment]
    if "remove" in request.POST:
        async_to_sync(pictures.remove_picture)(user)
        notes.success(request, _("Picture removed."))
        return done(request, lambda: reverse("settings"))
    file = request.FILES.get("picture")
    if file is None:
        raise Refused(Code.BAD_FRAME, _("Choose a picture first."))
    async_to_sync(pictures.set_picture)(user, file.read(pictures.BYTES + 1))
    notes.success(request, _("Picture saved."))
    return done(request, lambda: reverse("settings"))


@signed_in
@require_safe
def picture(request: HttpRequest, owner: str, content: str, size: int) -> HttpResponse:
    """The picture with this digest of the user with this key, to those who may see them."""
    user: User = request.user  # type: ignore[assignment]
    if size not in SIZES.values() or not ids_seen_by(Actor.of(user), [str(UUID(owner))]):
        raise Http404
    try:
        with default_storage.open(picture_name(owner, content, size)) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"], response["Content-Security-Policy"] = KEPT, POLICY
    return response
