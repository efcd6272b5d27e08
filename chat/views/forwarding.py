"""Forwarding a message, by a plain form that the page's dialog sends too."""

import uuid

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import to_builtins

from chat.actions import forwarding
from chat.models import Room, User
from chat.permissions.room_access import room_by_slug
from chat.protocol.errors import no_message
from chat.queries import timeline
from chat.text.plain import plain_text
from chat.views.forms import ForwardForm
from chat.views.message_actions import place
from chat.views.page_form import posted
from chat.views.refusals import done, for_script, signed_in
from chat.views.room_names import name_of
from chat.views.shell import shell
from chat.views.timeline import QUOTED


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Asks where to, among the rooms that one belongs to; `to`: the id of any room in which one may write."""
    user: User = request.user  # type: ignore[assignment]
    room = room_by_slug(user, slug)
    form = ForwardForm(posted(request), initial={"id": uuid.uuid4()})
    if form.is_valid():
        if for_script(request):
            return _forwarded(request, user, room, seq, form)
        with form.showing_refusals():
            return _forwarded(request, user, room, seq, form)
    return _asked(request, user, room, seq, form)


def _forwarded(request: HttpRequest, user: User, room: Room, seq: int, form: ForwardForm) -> HttpResponse:
    wanted, site = form.cleaned_data, request.build_absolute_uri("/")
    id, comment = str(wanted["id"] or uuid.uuid4()), wanted["comment"]
    made = async_to_sync(forwarding.forward)(user, room.pk, seq, wanted["to"], id, comment, site)
    return done(request, lambda: place(Room.objects.get(pk=wanted["to"]), made))


def _asked(request: HttpRequest, user: User, room: Room, seq: int, form: ForwardForm) -> HttpResponse:
    message = timeline.messages_at(room.pk, [seq]).get(seq)
    if message is None or message.is_deleted:
        raise no_message()
    context = shell(user, room)
    lines = [*context["own_rooms"], *context["own_conversations"]]
    form.fields["to"].widget.choices = [(line.room.pk, name_of(line.room, line.people)) for line in lines]
    context |= {
        "form": form,
        "seq": seq,
        "author": to_builtins(message.author),
        "plain_text": plain_text(message.html)[:QUOTED],
    }
    return render(request, "rooms/forward.html", context, status=400 if form.errors else 200)
