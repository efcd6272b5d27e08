"""The people of a room: who is in it, and who may not come in."""

from collections.abc import Awaitable, Callable

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.actions import memberships, moderation
from chat.actors.actor import Actor
from chat.models import Room, User
from chat.permissions.people import seen_by
from chat.permissions.room_access import (
    check_invites,
    check_not_direct,
    check_removes,
    room_by_slug,
    standing,
)
from chat.permissions.workspace_roles import INVITE_TO_ROOMS, may
from chat.protocol.errors import no_user
from chat.queries.bans import is_banned
from chat.queries.room_state import state_of
from chat.views.forms import ReasonForm
from chat.views.message_actions import reason
from chat.views.page_form import form_page
from chat.views.people_picker import people_picker
from chat.views.refusals import done, for_script, reported, signed_in
from chat.views.room import about
from chat.views.room_names import label_of
from chat.views.shell import people_in, shell


@signed_in
@require_safe
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """The details pane alone, for our scripts to look again."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    named = {"room": here.room, "room_label": label_of(here.room, people_in(user, here.room, []))}
    return render(request, "components/details.html", about(user, here) | named)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: whom to add to the room, by search; POST adds them."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    found, is_post = here.room, request.method == "POST"
    actor = Actor.of(user)
    state = state_of(found)
    check_not_direct(state)
    check_invites(actor, state, is_member=bool(here.role))
    picker = people_picker(actor, request.POST if is_post else request.GET, without=[user.pk])
    if is_post and picker.missing and for_script(request):
        raise no_user()
    if is_post and picker.chosen and not picker.missing:
        added = async_to_sync(memberships.add)(user, found.pk, picker.ids)
        text = _("Added to #%(room)s: %(names)s.") if added else _("They are members of #%(room)s already.")
        shown = ", ".join(each.shown_name for each in added)
        report_text = text % {"room": found.slug, "names": shown}
        return reported(request, report_text, lambda: f"{found.get_absolute_url()}?details")
    context = {"picker": picker, "may_make_links": may(actor, INVITE_TO_ROOMS) and not found.is_archived}
    return render(request, "rooms/add_people.html", shell(user, found) | context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """GET asks for a reason; POST removes somebody from the room."""
    done_text = _("%(name)s was removed from #%(room)s.")
    return _removal(request, slug, username, moderation.kick, "rooms/remove.html", done_text)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """GET asks for a reason; POST bans somebody from the room."""
    done_text = _("%(name)s is banned from #%(room)s.")
    return _removal(request, slug, username, moderation.ban, "rooms/ban.html", done_text)


@signed_in
@require_POST
def unban(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Lifts a ban; the staff may lift its own."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug, banned_staff=True)
    other = _user_called(user, found, username)
    async_to_sync(moderation.unban)(user, found.pk, str(other.pk), reason(request))
    return report(request, found, _("%(name)s may enter #%(room)s again.") % names(other, found))


@signed_in
@require_POST
def moderator(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Makes a member a moderator (`on`), or a moderator a member."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    other = _user_called(user, found, username)
    on = bool(request.POST.get("on"))
    async_to_sync(memberships.set_moderator)(user, found.pk, str(other.pk), on)
    text = (
        _("%(name)s is a moderator of #%(room)s.")
        if on
        else _("%(name)s is no longer a moderator of #%(room)s.")
    )
    return report(request, found, text % names(other, found))


def names(other: User, found: Room) -> dict[str, str]:
    return {"name": other.shown_name, "room": found.slug}


def _removal(
    request: HttpRequest,
    slug: str,
    username: str,
    act: Callable[..., Awaitable[object]],
    template: str,
    done_text: str,
) -> HttpResponse:
    """The form that asks for a reason, and `act` once it was sent."""
    user: User = request.user  # type: ignore[assignment]
    found, other = _removable(user, slug, username)
    if request.method == "POST":
        async_to_sync(act)(user, found.pk, str(other.pk), reason(request))
        return report(request, found, done_text % names(other, found))
    return form_page(request, template, shell(user, found) | {"other": other}, ReasonForm())


def _removable(user: User, slug: str, username: str) -> tuple[Room, User]:
    """The room, and somebody whom this person may remove from it. Raises Refused."""
    found, actor = room_by_slug(user, slug), Actor.of(user)
    other = _user_called(user, found, username)
    check_removes(actor, state_of(found), other)
    return found, other


def _user_called(user: User, found: Room, username: str) -> User:
    """Whom this person may find, or sees among those who are banned from the room. Raises Refused."""
    other = User.objects.filter(folded=username.casefold()).first()
    if other is None:
        raise no_user()
    if not seen_by(Actor.of(user), [other]) and not is_banned(found.pk, str(other.pk)):
        raise no_user()
    return other


def report(request: HttpRequest, found: Room, text: str) -> HttpResponse:
    if not for_script(request):
        notes.success(request, text)
    return done(request, lambda: f"{found.get_absolute_url()}?details")
