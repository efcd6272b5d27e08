"""Invitation links of the workspace and of a room: listed, made, sent and revoked."""

from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chat.actions import invitations
from chat.actions.invitations import Offer
from chat.actors.actor import Actor
from chat.models import Room, User
from chat.models.invitation import MOST_ROOMS
from chat.permissions.own_rights import own_state
from chat.permissions.room_access import (
    check_invites,
    check_not_archived,
    check_not_direct,
    may_moderate,
    room_by_slug,
    standing,
)
from chat.permissions.workspace_roles import INVITE_PEOPLE, INVITE_TO_ROOMS, may
from chat.permissions.workspace_roles import check as check_right
from chat.queries import directory
from chat.queries.directory import DirectoryQuery
from chat.views import invitation_list
from chat.views.account_adapter import is_own
from chat.views.entry_forms import InvitationForm, WorkspaceInvitationForm
from chat.views.page_form import form_page, posted
from chat.views.refusals import signed_in
from chat.views.shell import shell

FIND = "find"  # the name of the button that searches for rooms, and makes nothing
NEW_LINK = "new-link"  # the tag of a note that is a link to be copied


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Those of the workspace, for those who may invite people; POST makes one, or sends some."""
    user: User = request.user  # type: ignore[assignment]
    actor = Actor.of(user)
    check_right(actor, INVITE_PEOPLE)
    parts = {"with_role": True, "with_mail": settings.MAIL_WORKS}
    context = shell(user)
    form = WorkspaceInvitationForm(
        posted(request), **parts, offered=invited_rooms(request, [line.room for line in context["own_rooms"]])
    )
    if FIND not in request.POST and form.is_valid():
        with form.showing_refusals():
            rooms = [room_by_slug(user, slug) for slug in form.cleaned_data["rooms"]]
            make(request, form, rooms)
            return redirect("settings-invitations")
    context["invitations"] = invitation_list.of_workspace(own_keys(context), request.GET.get("before", ""))
    return form_page(request, "settings/invitations.html", context, form)


def own_keys(context: dict[str, Any]) -> set[str]:
    """The rooms that the reader of a page with a sidebar belongs to."""
    return {line.room.pk for line in context["own_rooms"]}


def invited_rooms(request: HttpRequest, own: list[Room]) -> list[Room]:
    """Those that were chosen, and those that the search finds among all that the reader may find (`q`)."""
    terms = request.POST.get("q", "").strip()
    query = DirectoryQuery(
        mine={room.pk for room in own},
        private={room.pk for room in own if not room.is_public},
        terms=terms,
    )
    chosen = directory.rooms_at(request.POST.getlist("rooms")[:MOST_ROOMS], query)
    return list(
        {room.slug: room for room in [*chosen, *(line.room for line in directory.page(query).lines)]}.values()
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def of_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a room, for those who may add people there. Who moderates it sees what others made, too."""
    user: User = request.user  # type: ignore[assignment]
    actor, here = Actor.of(user), standing(user, slug)
    state = own_state(actor, here.room, here.role)
    check_not_direct(state)
    check_invites(actor, state, is_member=bool(here.role))
    check_not_archived(actor, state)
    check_right(actor, INVITE_TO_ROOMS)
    parts = {"with_role": may(actor, INVITE_PEOPLE), "with_mail": settings.MAIL_WORKS}
    form = InvitationForm(posted(request), **parts)
    if form.is_valid():
        with form.showing_refusals():
            make(request, form, [here.room])
            return redirect("room-invitations", here.room.slug)
    context = shell(user, here.room)
    before, moderates = request.GET.get("before", ""), may_moderate(actor, state)
    context["invitations"] = invitation_list.of_room(
        actor, here.room.pk, own_keys(context), before, all_of_them=moderates
    )
    return form_page(request, "rooms/invitations.html", context, form)


def make(request: HttpRequest, form: InvitationForm, rooms: list[Room]) -> None:
    """Makes the link, which the next page shows this once; or sends one to each address. Raises Refused."""
    user: User = request.user  # type: ignore[assignment]
    kept = form.cleaned_data
    offer = Offer(
        rooms=[room.pk for room in rooms],
        role=kept.get("role") or User.Role.MEMBER.value,
        days=kept["days"],
        uses=kept["uses"],
    )
    if emails := kept.get("emails"):
        sent = len(async_to_sync(invitations.send)(user, offer, emails))
        text = ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", sent)
        notes.success(request, text % {"count": sent})
        return
    link = request.build_absolute_uri(async_to_sync(invitations.create)(user, offer).path)
    notes.success(request, link, NEW_LINK)


@signed_in
@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ends a link. One that is not there for somebody is not found."""
    user: User = request.user  # type: ignore[assignment]
    async_to_sync(invitations.revoke)(user, str(id))
    notes.success(request, _("The invitation is revoked."))
    back = request.POST.get("back", "")
    return redirect(back if is_own(request, back) else "settings-invitations")
