"""The pinned messages of a room on a page of their own, and pinning by a form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe
from msgspec import to_builtins

from chat.actions import messages as actions
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.room_access import room_by_slug, standing
from chat.queries.pins import pinned_messages
from chat.views.message_actions import act
from chat.views.refusals import signed_in
from chat.views.room import may_pin, moderates
from chat.views.shell import shell
from chat.views.shown_people import shown_on
from chat.views.timeline import summary


@signed_in
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The last pinned message first."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    messages = pinned_messages(here.room.pk)
    found = [
        {
            "seq": message.seq,
            "author": to_builtins(message.author),
            "at": parse_datetime(message.at),
            "plain_text": summary(message.html, message.files),
        }
        for message in messages
    ]
    context = shell(user, here.room) | {
        "pins": found,
        "pictures": shown_on([to_builtins(each) for each in messages], Actor.of(user)).pictures,
        "may_pin": may_pin(here, moderates(here, user)),
    }
    return render(request, "rooms/pins.html", context)


@signed_in
@require_POST
def pin(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Pins a message, or unpins it where the form says `on=`."""
    found = room_by_slug(request.user, slug)  # type: ignore[arg-type]
    return act(request, actions.pin, found, seq, bool(request.POST.get("on", "1")))
