"""Whom one can mention in a room, for the page's scripts: people by the beginning of a name, the names of
people by their ids, and who of those named may not see the room."""

from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe
from msgspec import to_builtins

from chat.actions import memberships
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.permissions.own_rights import OwnRights, own_rights
from chat.queries import mentionable
from chat.text.mentions import MOST
from chat.views.refusals import signed_in

FOUND = 20
LONGEST = 60  # characters of a name


@signed_in
@require_safe
def people(request: HttpRequest, room_id: str) -> JsonResponse:
    """`start`: the beginning of a name."""
    rights = _look_up(request, room_id)
    start = request.GET.get("start", "").replace("\0", "")[:LONGEST]
    found = mentionable.find_mentionable(rights.room, start, FOUND, only_members=_is_guest(request))
    return JsonResponse(
        {
            "people": to_builtins(found),
            "members": mentionable.count_members(rights.room),
            "everyone": rights.mentions_everyone,
        }
    )


@signed_in
@require_safe
def names(request: HttpRequest, room_id: str) -> JsonResponse:
    """`id`, several times: the people who have these ids and may see the room."""
    room = _look_up(request, room_id).room
    ids = [id for id in request.GET.getlist("id")[:MOST] if _is_id(id)]
    return JsonResponse({"people": to_builtins(mentionable.names_of(room, ids))})


@signed_in
@require_safe
def absent(request: HttpRequest, room_id: str) -> JsonResponse:
    """`name`, several times: of the people with these user names, those who may not see the room, and whether
    one may add them. To a guest, nobody else is there."""
    rights = _look_up(request, room_id)
    wanted = list(dict.fromkeys(name.lower()[:LONGEST] for name in request.GET.getlist("name")[:MOST]))
    found: list[Any] = []
    if not rights.room.is_public and not _is_guest(request):
        found = mentionable.not_seeing(rights.room, wanted)
    return JsonResponse({"people": to_builtins(found), "add": bool(found) and rights.invites})


@signed_in
@require_POST
def add(request: HttpRequest, room_id: str) -> HttpResponse:
    """`id`, several times: adds these people to the room."""
    ids = [id for id in request.POST.getlist("id")[:MOST] if _is_id(id)]
    async_to_sync(memberships.add)(_user(request), room_id, ids)
    return HttpResponse(status=204)


def _look_up(request: HttpRequest, room_id: str) -> OwnRights:
    actor = Actor.of(_user(request))
    rights = own_rights(actor, room_id)
    limits.NAME_SEARCHES.take_for(actor)
    return rights


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _is_guest(request: HttpRequest) -> bool:
    return bool(_user(request).is_guest)


def _is_id(id: str) -> bool:
    try:
        return str(UUID(id)) == id
    except ValueError:
        return False
