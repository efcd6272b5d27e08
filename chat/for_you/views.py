"""The page “For you”."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.for_you import actions
from chat.for_you.models import ForYouEntry
from chat.for_you.queries import ListedEntry, page, unread_count
from chat.models import User
from chat.permissions.room_access import room_by_slug
from chat.permissions.seen_rooms import seen_slugs
from chat.views.moments import moment_of
from chat.views.refusals import done, signed_in
from chat.views.room_names import label_of
from chat.views.shell import shell
from chat.views.shown_people import shown_on
from chat.views.timeline import lit, rooms_named_on


@signed_in
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    actor, context = Actor.of(user), shell(user)
    found = page(actor, moment_of(request.GET.get("before", "")))
    people = {line.room.pk: line.people for line in context["own_conversations"]}
    messages = [to_builtins(entry.message) for entry in found.entries]
    shown, seen = shown_on(messages, actor), seen_slugs(actor, rooms_named_on(messages))
    context |= {
        "entries": [_shown(entry, actor, people, shown.names, seen) for entry in found.entries],
        "pictures": shown.pictures,
        "older": found.older.isoformat() if found.older else "",
        "any_unread": any(entry.unread for entry in found.entries),
        "upto": datetime.now(UTC).isoformat(),
        "on_for_you": True,
    }
    return render(request, "for_you/list.html", context)


def _shown(
    entry: ListedEntry, actor: Actor, people: dict[str, Any], names: dict[str, str], seen: set[str]
) -> dict[str, Any]:
    message, room = entry.message, entry.room
    if room.is_direct and room.pk not in people:
        label = gettext("a direct conversation")
    else:
        label = label_of(room, people.get(room.pk, []))
    return {
        "slug": room.slug,
        "seq": message.seq,
        "room_label": label,
        "icon": room.icon,
        "why": ForYouEntry.Reason(entry.kind).label,
        "author": to_builtins(message.author),
        "at": timezone.localtime(datetime.fromisoformat(message.at)),
        "html": lit(message.html, actor.author, names, seen),
        "files": to_builtins(message.files or []),
        "edited": bool(message.edited),
        "unread": entry.unread,
    }


@signed_in
@require_GET
def opened(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """On to the message in its room; the entry is read."""
    user: User = request.user  # type: ignore[assignment]
    room = room_by_slug(user, slug)
    actions.mark_opened(Actor.of(user), room.pk, seq)
    return redirect(f"{room.get_absolute_url()}?at={seq}#m{seq}")


@signed_in
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """What was posted before the page was made, which may show less than there is by now."""
    user: User = request.user  # type: ignore[assignment]
    upto = moment_of(request.POST.get("upto", "")) or datetime.now(UTC)
    actions.mark_all_read(Actor.of(user), upto)
    return done(request, lambda: reverse("for-you"))


@signed_in
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many entries are unread, for the page's scripts."""
    user: User = request.user  # type: ignore[assignment]
    return JsonResponse({"unread": unread_count(Actor.of(user))})
