"""The page “Kept”, and keeping by a form."""

from typing import Any

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.kept import actions, queries
from chat.models import User
from chat.permissions.room_access import room_by_slug
from chat.text.plain import plain_text
from chat.views.message_actions import place
from chat.views.moments import moment_of
from chat.views.refusals import done, signed_in
from chat.views.room_names import label_of
from chat.views.shell import shell
from chat.views.shown_people import shown_on

EXCERPT = 300  # characters


@signed_in
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    actor, context = Actor.of(user), shell(user)
    found = queries.page(actor, moment_of(request.GET.get("before", "")))
    people = {line.room.pk: line.people for line in context["own_conversations"]}
    context |= {
        "kept": [_shown(each, people) for each in found.kept],
        "pictures": shown_on([to_builtins(each.message) for each in found.kept], actor).pictures,
        "older": found.older.isoformat() if found.older else "",
        "on_kept": True,
    }
    return render(request, "kept/list.html", context)


def _shown(each: queries.ListedMessage, people: dict[str, Any]) -> dict[str, Any]:
    room, message = each.room, each.message
    is_known = not room.is_direct or room.pk in people
    return {
        "slug": room.slug,
        "seq": message.seq,
        "url": place(room, message.seq),
        "room_label": label_of(room, people.get(room.pk, []))
        if is_known
        else gettext("a direct conversation"),
        "author": to_builtins(message.author),
        "at": parse_datetime(message.at),
        "plain_text": plain_text(message.html)[:EXCERPT],
    }


@signed_in
@require_POST
def keep(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Keeps a message, or keeps it no longer where the form says `on=`."""
    user: User = request.user  # type: ignore[assignment]
    room, on = room_by_slug(user, slug), bool(request.POST.get("on", "1"))
    async_to_sync(actions.keep)(user, room.pk, seq, on)
    return done(request, lambda: place(room, seq) if on else reverse("kept"))


@signed_in
@require_GET
def places(request: HttpRequest) -> JsonResponse:
    """What one keeps, by room, for the page's scripts."""
    user: User = request.user  # type: ignore[assignment]
    return JsonResponse({"rooms": queries.places(Actor.of(user))})
