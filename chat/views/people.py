"""The people of the workspace: a list with search, the page of each, and what their card shows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.models import Membership, Room, User
from chat.permissions import limits
from chat.permissions.people import check_sees, ids_seen_by
from chat.permissions.room_access import Standing, standing
from chat.permissions.workspace_roles import ADMINISTER, FIND_PEOPLE, RUN_WORKSPACE, may
from chat.protocol.errors import Refused, no_user
from chat.queries.people import page_of_people
from chat.queries.profiles import ShownProfile, profile_of_user, profiles_of
from chat.views.profile_forms import end_text
from chat.views.refusals import signed_in
from chat.views.shell import shell
from chatsite.zones import zone_called

MOST = 100  # people of one request for profiles
LONGEST = 100  # characters of a search


@dataclass(frozen=True, slots=True)
class RoomPart:
    """What somebody is in a room, and what the reader may do about it."""

    room: Room
    role: str
    is_member: bool
    may_give_roles: bool
    may_remove: bool


@signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """`?q=` searches by names, `?after=` goes on after a user name. Guests see the people of their rooms."""
    user: User = request.user  # type: ignore[assignment]
    actor = Actor.of(user)
    terms = request.GET.get("q", "").strip()[:LONGEST]
    if terms:
        limits.NAME_SEARCHES.take_for(actor)
    page = page_of_people(actor, terms, request.GET.get("after", "").replace("\0", "")[:LONGEST])
    following = request.GET.copy()
    following["after"] = page.after
    context = {
        "page": page,
        "terms": terms,
        "next": following.urlencode() if page.after else "",
        "finds_people": may(actor, FIND_PEOPLE),
    }
    return render(request, "people/directory.html", shell(user) | context)


@signed_in
@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Somebody's profile; `?room=` names the room, by its address, from which one comes."""
    user: User = request.user  # type: ignore[assignment]
    other = seen_person(user, username)
    return render(request, "people/person.html", shell(user) | card_context(request, user, other))


@signed_in
@require_safe
def card(request: HttpRequest, username: str) -> HttpResponse:
    """The same as a part of a page, for our scripts."""
    user: User = request.user  # type: ignore[assignment]
    limits.PROFILE_READS.take_for(Actor.of(user))
    other = seen_person(user, username)
    return render(
        request, "components/person_card.html", {"in_card": True, **card_context(request, user, other)}
    )


@signed_in
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    """`id`, several times: what is shown of these people beside their names. Who is not to be seen, or is
    nobody, is left out."""
    user: User = request.user  # type: ignore[assignment]
    actor = Actor.of(user)
    limits.PROFILE_READS.take_for(actor)
    ids = [id for id in request.GET.getlist("id")[:MOST] if _is_id(id)]
    found = profiles_of(ids_seen_by(actor, ids))
    return JsonResponse({"profiles": to_builtins(found)})


def seen_person(user: User, username: str) -> User:
    """The one with this user name, whom the reader may see. Raises Refused."""
    other = User.objects.filter(folded=username.casefold()).first()
    if other is None or not other.is_active:
        raise no_user()
    check_sees(Actor.of(user), other)
    return other


def card_context(request: HttpRequest, user: User, other: User) -> dict[str, Any]:
    """What components/person_card.html shows."""
    actor, now = Actor.of(user), datetime.now(UTC)
    profile = profile_of_user(other, now)
    zone = zone_called(other.zone or "")
    return {
        "other": other,
        "profile": profile,
        "is_quiet": other.quiet_hours.covers(now),
        "status_end": end_text(other.status_until, now) if other.status_until else "",
        "local_time": now.astimezone(zone).replace(tzinfo=None) if zone else None,  # shown as it is
        "is_self": other.pk == user.pk,
        "part": room_part(user, other, request.GET.get("room", "")),
        "may_suspend": may(actor, RUN_WORKSPACE) and other.pk != user.pk,
        "may_clear_profile": _may_clear_profile(user, other, profile),
        "may_give_roles": may(actor, ADMINISTER),
    }


def _may_clear_profile(user: User, other: User, profile: ShownProfile) -> bool:
    """Is there anything that the reader may remove from the profile?"""
    right = ADMINISTER if other.is_superuser else RUN_WORKSPACE
    shows_any = other.picture or other.pronouns or other.about or profile.status
    return other.pk != user.pk and bool(shows_any) and may(Actor.of(user), right)


def room_part(user: User, other: User, slug: str) -> RoomPart | None:
    """None without a room that has parts, or that the reader may not enter."""
    if not slug:
        return None
    try:
        here = standing(user, slug)
    except Refused:
        return None
    if here.room.is_direct:
        return None
    found = Membership.objects.filter(room=here.room.pk, user=other.pk).values_list("role", flat=True).first()
    return _part(user, other, here, found)


def _part(user: User, other: User, here: Standing, role: str | None) -> RoomPart:
    """Whether something is offered; whether it may be done is for chat.permissions to say."""
    owner, moderator = Membership.Role.OWNER, Membership.Role.MODERATOR
    is_self, is_open = other.pk == user.pk, not here.room.is_archived
    keeps_order = user.is_staff or here.role in (owner, moderator)
    gives_roles = keeps_order if role == Membership.Role.MEMBER else user.is_staff or here.role == owner
    removes = user.is_staff or not (other.is_staff or role in (owner, moderator))
    return RoomPart(
        here.room,
        role or "",
        role is not None,
        may_give_roles=is_open and role is not None and role != owner and gives_roles and not is_self,
        may_remove=keeps_order and removes and not is_self,
    )


def _is_id(id: str) -> bool:
    try:
        return str(UUID(id)) == id
    except ValueError:
        return False
