"""What somebody sets for themselves in a room, by a form in its details."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chat.actions import own_settings
from chat.models import Membership, Room, User
from chat.protocol.errors import Code, Refused
from chat.views.refusals import signed_in


@signed_in
@require_POST
def save(request: HttpRequest, room_id: str) -> HttpResponse:
    """Both settings of the form."""
    user: User = request.user  # type: ignore[assignment]
    level = request.POST.get("level", "")
    if level not in Membership.Level.values:
        raise Refused(Code.BAD_FRAME, _("Choose one of the levels."))
    async_to_sync(own_settings.set_both)(user, room_id, level, "favourite" in request.POST)
    return redirect(Room.objects.get(pk=room_id))
