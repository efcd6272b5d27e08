"""A room's page, with its newest history in the HTML and a form to post with: no scripts needed."""

import uuid
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chat import queries
from chat.access import room_by_slug
from chat.actions import messages, reading
from chat.errors import Refused
from chat.forms import PostForm
from chat.models import Membership, Room, User
from chat.person import Person
from chat.views.refusals import signed_in
from chat.views.shell import shell
from chat.views.start import LAST_ROOM
from chat.views.timeline import rows, words

MONTH = 30 * 86400
PEOPLE = 200  # of the details pane


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the newest page, or the one before `?before=`; POST says something."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    if request.method == "POST":
        return say(request, user, found)
    return show(request, user, found, PostForm(initial={"id": uuid.uuid4()}))


def say(request: HttpRequest, user: User, found: Room) -> HttpResponse:
    """Posts the form; its id makes a second press of the button the same message."""
    form = PostForm(request.POST)
    if not form.is_valid():
        return show(request, user, found, form, status=400)
    kept = form.cleaned_data
    try:
        seq = async_to_sync(messages.post)(
            user, found.pk, str(kept["id"]), kept["text"], kept["reply_to"] or None
        )
    except Refused as no:
        form.add_error(None, str(no))
        return show(request, user, found, form, status=400)
    async_to_sync(reading.mark_read)(user, found.pk, seq)
    return redirect(f"{found.get_absolute_url()}#m{seq}")


def show(request: HttpRequest, user: User, found: Room, form: PostForm, status: int = 200) -> HttpResponse:
    before = position(request.GET.get("before", ""))
    events = queries.page_before(found.pk, before) if before else queries.newest_page(found.pk)
    read = queries.marker(Person.of(user), found.pk)
    context = shell(user, found)
    pane = about(user, found)
    context["start"] |= {
        "room": live_facts(found, user, read, pane),
        "events": None if before else events,
    }
    context |= pane | {
        "form": form,
        "rows": rows(events, user.username, read, pane["badges"]),
        "events": events,
        "older": events[0]["seq"] if events and events[0]["seq"] > 1 else None,
        "before": before,
        "read_to": events[-1]["seq"] if events and not before and events[-1]["seq"] > read else None,
        "answering": answering(request, events),
        "details": "details" in request.GET,
        "text_limit": settings.WICK_TEXT,
    }
    response = render(request, "room.html", context, status=status)
    response.set_cookie(LAST_ROOM, found.slug, max_age=MONTH, samesite="Lax", secure=settings.HTTPS)
    return response


def about(user: User, found: Room) -> dict[str, Any]:
    """What the details pane shows: the people, who keeps order among them, and, to those, who is kept out."""
    role = role_of(user, found)
    members = queries.members_of(found.pk, PEOPLE)
    keeps_order = moderates(role, user)
    return {
        "members": members,
        "more_members": len(members) == PEOPLE,
        "badges": queries.badges(found.pk),
        "role": role,
        "moderates": keeps_order,
        "banned": queries.banned_from(found.pk) if keeps_order else [],
    }


def role_of(user: User, found: Room) -> str:
    """The part that somebody has in a room; empty for guests."""
    own = Membership.objects.filter(room=found.pk, user=user.pk).values_list("role", flat=True)[:1]
    return next(iter(own), "")


def live_facts(found: Room, user: User, read: int, pane: dict[str, Any]) -> dict[str, Any]:
    """What the page's scripts know of the room before the socket is open."""
    return {
        "id": found.pk,
        "slug": found.slug,
        "url": found.get_absolute_url(),
        "epoch": found.epoch,
        "read": read,
        "archived": found.is_archived,
        "moderates": pane["moderates"],
        "badges": pane["badges"],
        "staff": user.is_staff,
    }


def moderates(role: str, user: User) -> bool:
    return user.is_staff or role in (Membership.Role.MODERATOR, Membership.Role.OWNER)


def position(value: str) -> int | None:
    """The seq that a query names, None when it names none."""
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value[:16]) < 2**53 else None


def answering(request: HttpRequest, events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The message that `?reply=` wants to answer, if it is on this page."""
    seq = position(request.GET.get("reply", ""))
    found = (event for event in events if event["seq"] == seq and event["kind"] == "message")
    return next(({**event, "words": words(event["html"])} for event in found), None)


@signed_in
@require_POST
def mark_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the page showed is read."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    if seq := position(request.POST.get("seq", "")):
        async_to_sync(reading.mark_read)(user, found.pk, seq)
    return redirect(found)
