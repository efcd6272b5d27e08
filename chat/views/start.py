"""Where "/" leads: the room of last time, or one of mine, or the list of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chat.models import Room
from chat.queries.sidebar import slugs_of
from chat.views.refusals import signed_in

LAST_ROOM = "room"  # the cookie that holds its slug


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    slugs = slugs_of(request.user)  # type: ignore[arg-type]
    last = request.COOKIES.get(LAST_ROOM, "")
    if not slugs:
        return redirect("rooms")
    return redirect(Room.address_of(last if last in slugs else slugs[0]))
