"""All rooms: look around, open one, join, leave."""

from collections.abc import Mapping
from typing import NamedTuple

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.actions import memberships, rooms
from chat.actors.actor import Actor
from chat.models import Membership, User
from chat.permissions.room_access import (
    check_not_direct,
    check_owns,
    room_by_slug,
    standing,
)
from chat.permissions.workspace_roles import CREATE_ROOMS, FIND_ROOMS, may
from chat.permissions.workspace_roles import check as check_right
from chat.queries import directory
from chat.queries.directory import DirectoryQuery
from chat.queries.members import possible_owners
from chat.queries.room_state import state_of
from chat.views.forms import LeaveForm, OpenRoomForm
from chat.views.page_form import form_page, posted
from chat.views.refusals import reported, signed_in
from chat.views.shell import shell
from chatsite.languages import Text

SHOWN = {"all": gettext_lazy("All"), "mine": gettext_lazy("Mine"), "others": gettext_lazy("Not yet joined")}
ORDERS = {
    directory.BY_NAME: gettext_lazy("Name"),
    directory.BY_MEMBERS: gettext_lazy("People"),
    directory.BY_ACTIVITY: gettext_lazy("Last message"),
}


class Choice(NamedTuple):
    """A link to the same list in another way. `query`: its address."""

    label: Text
    query: str
    is_chosen: bool


@signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every public room and one's own; `?q=` narrows by name and topic, `?show=` to mine or the others,
    `?sort=` orders by members or activity, and `?after=` goes on behind a page. Guests see their own."""
    user: User = request.user  # type: ignore[assignment]
    context = shell(user)
    asked = request.GET
    own = [line.room for line in context["own_rooms"]]
    finds_rooms = may(Actor.of(user), FIND_ROOMS)
    wanted = DirectoryQuery(
        mine={room.pk for room in own},
        private={room.pk for room in own if not room.is_public},
        terms=asked.get("q", "").strip(),
        which=one_of(SHOWN, asked.get("show")) if finds_rooms else "mine",
        order=one_of(ORDERS, asked.get("sort")),
        after=asked.get("after", ""),
    )
    page = directory.page(wanted)
    return render(
        request,
        "rooms/directory.html",
        context
        | {
            "page": page,
            "count": directory.count() if finds_rooms else len(own),
            "finds_rooms": finds_rooms,
            "most_counted": directory.COUNTED,
            "wanted": wanted,
            "shown": choices(asked, "show", SHOWN, wanted.which),
            "orders": choices(asked, "sort", ORDERS, wanted.order),
            "next": asked_with(asked, "after", page.after) if page.after else "",
            "view": "list" if "list" in asked else "room",
        },
    )


def one_of(names: Mapping[str, Text], asked: str | None) -> str:
    """What is asked for, the first one where it is none of them."""
    return asked if asked and asked in names else next(iter(names))


def choices(asked: QueryDict, name: str, labels: Mapping[str, Text], chosen: str) -> list[Choice]:
    return [Choice(label, asked_with(asked, name, value), value == chosen) for value, label in labels.items()]


def asked_with(asked: QueryDict, name: str, value: str) -> str:
    """The query of the same list with another value; from its first page on, but where it says which."""
    following = asked.copy()
    following.pop("after", None)
    following[name] = value
    return following.urlencode()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_room(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    check_right(Actor.of(user), CREATE_ROOMS)
    form = OpenRoomForm(posted(request))
    if form.is_valid():
        kept, create = form.cleaned_data, async_to_sync(rooms.create)
        with form.showing_refusals():
            return redirect(create(user, kept["slug"], "", kept["topic"], private=kept["private"]))
    return form_page(request, "rooms/create.html", shell(user), form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_kind(request: HttpRequest, slug: str) -> HttpResponse:
    """GET says what it means that the room becomes private, or public; POST makes it so (`private`)."""
    user: User = request.user  # type: ignore[assignment]
    actor, found = Actor.of(user), room_by_slug(user, slug)
    state = state_of(found)
    check_not_direct(state)
    check_owns(actor, state)
    if request.method == "POST":
        async_to_sync(rooms.set_private)(user, found.pk, bool(request.POST.get("private")))
        return redirect(f"{found.get_absolute_url()}?details")
    return render(request, "rooms/kind.html", shell(user, found))


@signed_in
@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    async_to_sync(memberships.join)(user, found.pk)
    return redirect(found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks; POST leaves. Who owns the room confirms it on the page that GET shows (`confirm`)."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    found, owns, successors = here.room, here.role == Membership.Role.OWNER, []
    if owns:
        successors = possible_owners(found.pk, user.pk)
    last = not any(one.role == Membership.Role.OWNER for one in successors)
    form = LeaveForm(
        request.POST if "confirm" in request.POST else None, successors=successors if last else []
    )
    if request.method == "POST" and (form.is_valid() if owns else True):
        successor = form.cleaned_data["successor"] or None if owns else None
        async_to_sync(memberships.leave)(user, found.pk, successor)
        return reported(request, _("You left #%(room)s.") % {"room": found.slug}, lambda: reverse("rooms"))
    context = shell(user, found) | {"owns": owns, "successors": successors, "last": last}
    return form_page(request, "rooms/leave.html", context, form)
