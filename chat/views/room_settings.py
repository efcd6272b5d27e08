"""The settings of a room: a page with a form for each part of them."""

from collections.abc import Callable
from typing import Any

import msgspec
from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat.actions import memberships, rooms
from chat.actors.actor import Actor
from chat.models import Membership, Room, User
from chat.permissions.room_access import Standing, check_moderates, check_not_direct, standing
from chat.permissions.workspace_roles import RUN_WORKSPACE, may
from chat.queries.members import possible_owners
from chat.queries.room_state import state_of
from chat.views.forms import ReasonForm
from chat.views.page_form import PageForm, form_page
from chat.views.refusals import reported, signed_in
from chat.views.room_settings_forms import HandOverForm, RulesForm, TitleForm
from chat.views.shell import shell

Forms = dict[str, PageForm]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def room_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """For those who may change something there. POST changes the part that it names (`part`)."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    state = state_of(here.room)
    check_not_direct(state)
    check_moderates(Actor.of(user), state)
    part = request.POST.get("part", "")
    forms = _forms(request, user, here, part)
    form = forms.get(part)
    if form is not None and form.is_valid():
        with form.showing_refusals():
            saved = SAVES[part](user, here.room, form.cleaned_data)
            return reported(request, saved, lambda: reverse("room-settings", args=[here.room.slug]))
    changes_kind = here.role == Membership.Role.OWNER and not here.room.is_archived
    context = shell(user, here.room) | {"forms": forms, "changes_kind": changes_kind}
    return form_page(request, "rooms/settings.html", context, form or TitleForm())


def _forms(request: HttpRequest, user: User, here: Standing, part: str) -> Forms:
    """By part, those that this user may fill in. An archived room can only be opened again."""
    room = here.room

    def data(name: str) -> Any:
        return request.POST if part == name else None

    forms: Forms = {}
    if not room.is_archived:
        forms["name"] = TitleForm(data("name"), initial={"title": room.title, "topic": room.topic})
        forms["rules"] = RulesForm(data("rules"), policy=room.policy)
        if here.role == Membership.Role.OWNER and (successors := possible_owners(room.pk, user.pk)):
            forms["owner"] = HandOverForm(data("owner"), successors=successors)
    if may(Actor.of(user), RUN_WORKSPACE):
        forms["archive"] = ReasonForm(data("archive"))
    return forms


def _name(user: User, room: Room, kept: dict[str, Any]) -> str:
    async_to_sync(rooms.describe)(user, room.pk, title=kept["title"], topic=kept["topic"])
    return _("Title and topic saved.")


def _rules(user: User, room: Room, kept: dict[str, Any]) -> str:
    async_to_sync(rooms.set_policy)(user, room.pk, msgspec.structs.replace(room.policy, **kept))
    return _("Rules saved.")


def _owner(user: User, room: Room, kept: dict[str, Any]) -> str:
    async_to_sync(memberships.set_owner)(user, room.pk, kept["successor"], True)
    async_to_sync(memberships.set_owner)(user, room.pk, str(user.pk), False)
    return _("The room has a new owner. You are a moderator now.")


def _archive(user: User, room: Room, kept: dict[str, Any]) -> str:
    on = not room.is_archived
    async_to_sync(rooms.archive)(user, room.pk, on, kept["reason"])
    return _("Room archived.") if on else _("Room unarchived.")


SAVES: dict[str, Callable[[User, Room, dict[str, Any]], str]] = {
    "name": _name,
    "rules": _rules,
    "owner": _owner,
    "archive": _archive,
}
