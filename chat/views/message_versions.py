"""What a message said before it was edited, for its author and moderators."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.message_versions import check_sees_versions
from chat.permissions.room_access import standing
from chat.permissions.seen_rooms import seen_slugs
from chat.protocol.errors import no_message
from chat.queries.message_versions import versions_of
from chat.queries.profiles import names_now
from chat.views.opening import position
from chat.views.refusals import signed_in
from chat.views.shell import shell
from chat.views.timeline import lit, mentioned_on, rooms_named_on


@signed_in
@require_safe
def versions(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """The newest first; `before`: an edit below which they are to be."""
    user: User = request.user  # type: ignore[assignment]
    actor, here = Actor.of(user), standing(user, slug)
    room = here.room
    found = versions_of(room.pk, seq, position(request.GET.get("before", "")))
    if found is None:
        raise no_message()
    check_sees_versions(actor, here, found.now)
    texts: list[dict[str, Any]] = [to_builtins(each) for each in found.versions]
    names, seen = names_now(mentioned_on(texts)), seen_slugs(actor, rooms_named_on(texts))
    context = shell(user, room) | {
        "seq": seq,
        "author": to_builtins(found.now.author),
        "older": found.older,
        "versions": [
            {
                "at": timezone.localtime(datetime.fromisoformat(each["at"])),
                "html": lit(each["html"], actor.author, names, seen),
                "is_first": each["seq"] == seq,
            }
            for each in texts
        ],
    }
    return render(request, "rooms/versions.html", context)
