"""The people of a room: who is in it, and who may not come in."""

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.access import room_by_slug
from chat.actions import moderation, rooms
from chat.errors import not_found
from chat.forms import ReasonForm
from chat.models import Room, User
from chat.views.deeds import reason
from chat.views.refusals import done, for_script, signed_in
from chat.views.room import about
from chat.views.shell import shell


@signed_in
@require_safe
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """The details pane alone, for our scripts to look again."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    return render(request, "parts/details.html", about(user, found) | {"room": found})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """GET asks for a reason; POST keeps somebody out of the room."""
    user: User = request.user  # type: ignore[assignment]
    found, other = room_by_slug(user, slug), person(username)
    if request.method == "POST":
        async_to_sync(moderation.ban)(user, found.pk, str(other.pk), reason(request))
        return told(request, found, f"{other.shown_name} is banned from #{found.slug}.")
    return render(request, "ban.html", shell(user, found) | {"other": other, "why": ReasonForm()})


@signed_in
@require_POST
def unban(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Lets somebody in again."""
    user: User = request.user  # type: ignore[assignment]
    found, other = room_by_slug(user, slug), person(username)
    async_to_sync(moderation.unban)(user, found.pk, str(other.pk), reason(request))
    return told(request, found, f"{other.shown_name} may enter #{found.slug} again.")


@signed_in
@require_POST
def moderator(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Makes a member a moderator (`on`), or a moderator a member."""
    user: User = request.user  # type: ignore[assignment]
    found, other = room_by_slug(user, slug), person(username)
    on = bool(request.POST.get("on"))
    async_to_sync(rooms.set_moderator)(user, found.pk, str(other.pk), on)
    words = "moderates" if on else "no longer moderates"
    return told(request, found, f"{other.shown_name} {words} #{found.slug}.")


def person(username: str) -> User:
    other = User.objects.filter(folded=username.casefold()).first()
    if other is None:
        raise not_found("There is nobody of this name.")
    return other


def told(request: HttpRequest, found: Room, words: str) -> HttpResponse:
    if not for_script(request):
        notes.success(request, words)
    return done(request, lambda: f"{reverse('room', args=[found.slug])}?details")
