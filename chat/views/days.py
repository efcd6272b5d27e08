"""Going to a day in a room's history: a form, whose answer is a place in the log."""

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.models import Room, User
from chat.permissions.room_access import room_by_slug
from chat.queries.days import message_from
from chat.views.forms import DayForm
from chat.views.message_actions import place
from chat.views.refusals import signed_in
from chat.views.shell import shell


@signed_in
@require_safe
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """`date`: of the reader's zone. Scripts, which ask for JSON, get the seq of the message alone."""
    user: User = request.user  # type: ignore[assignment]
    room, form = room_by_slug(user, slug), DayForm(request.GET or None)
    if not form.is_valid():
        return render(request, "rooms/day.html", shell(user, room) | {"form": form})
    # Where clocks go forward at midnight, the day begins when they do.
    began = datetime.combine(form.cleaned_data["date"], time.min, timezone.get_current_timezone())
    seq = message_from(room.pk, began)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"seq": seq})
    return redirect(_place(room, seq))


def _place(room: Room, seq: int | None) -> str:
    return room.get_absolute_url() if seq is None else place(room, seq)
