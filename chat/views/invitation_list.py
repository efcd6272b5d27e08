"""The invitations that somebody may see, page by page, each with what is true of it now. Blocks."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from pymongo import DESCENDING

from chat.accounts.system_id import SYSTEM_ID
from chat.actors.actor import Actor
from chat.models import Invitation, Room, User
from chat.permissions.invitations import maker_invites
from chat.storage import collections
from chatsite.languages import Text

SHOWN = 50  # invitations of one page, newest first
ROOMS_SHOWN = 2  # of each invitation
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
M = TypeVar("M", bound=Model)
POSITION = re.compile(r"([0-9]{1,14})-([0-9a-f]{32})", re.ASCII)


class InvitationLine(NamedTuple):
    """`rooms`: the first that the viewer may see; `more`: how many others there are."""

    invitation: Invitation
    rooms: list[Room]
    more: int
    is_active: bool
    state: Text


class InvitationPage(NamedTuple):
    """The newest first. `older`: where the page that follows begins, "" on the last one."""

    lines: list[InvitationLine]
    older: str


def of_workspace(own: Collection[str], before: str = "") -> InvitationPage:
    """All of them. Links that people asked for themselves, by their address, are left out. `own`: the rooms
    that the viewer belongs to; `before`: `older` of the page before."""
    asked_for = {"made_by": SYSTEM_ID.hex, "email": {"$gt": ""}}
    return _page({"$nor": [asked_for]}, own, before)


def of_room(
    viewer: Actor, room_id: str, own: Collection[str], before: str = "", *, all_of_them: bool
) -> InvitationPage:
    """Those that lead to a room: all, or those of the viewer."""
    wanted = {"rooms": room_id} if all_of_them else {"rooms": room_id, "made_by": viewer.key}
    return _page(wanted, own, before)


def _page(wanted: dict[str, Any], own: Collection[str], before: str) -> InvitationPage:
    """One command, along an index."""
    stages: list[dict[str, Any]] = [
        {"$match": {"$and": [wanted, _before(before)]}},
        {"$sort": {"created_at": DESCENDING, "_id": DESCENDING}},
        {"$limit": SHOWN + 1},
        {"$set": {"first_rooms": {"$slice": ["$rooms", ROOMS_SHOWN]}}},
        _look_up(User, "made_by", "maker"),
        _look_up(Room, "first_rooms", "seen"),
    ]
    invitations = collections.collection(Invitation._meta.db_table)
    found = list(invitations.aggregate(stages, batchSize=SHOWN + 2))
    older = _position(found[SHOWN - 1]) if len(found) > SHOWN else ""
    return InvitationPage([_line(doc, own) for doc in found[:SHOWN] if doc["maker"]], older)


def _look_up(kind: type[Model], field: str, name: str) -> dict[str, Any]:
    by_key = {"localField": field, "foreignField": "_id"}
    return {"$lookup": {"from": kind._meta.db_table, **by_key, "as": name}}


def _read(kind: type[M], doc: dict[str, Any]) -> M:
    """The row of a document as it is stored."""
    values = [(field, doc.get(str(field.column))) for field in kind._meta.concrete_fields]
    return kind(*(None if value is None else field.to_python(_aware(value)) for field, value in values))


def _aware(value: Any) -> Any:
    """MongoDB's times are in UTC, and its driver does not say so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _before(position: str) -> dict[str, Any]:
    found = POSITION.fullmatch(position)
    if found is None:
        return {}
    at = EPOCH + timedelta(milliseconds=int(found[1]))
    return {"created_at": {"$lte": at}, "$nor": [{"created_at": at, "_id": {"$gte": found[2]}}]}


def _position(doc: dict[str, Any]) -> str:
    at = doc["created_at"].replace(tzinfo=UTC)
    return f"{(at - EPOCH) // timedelta(milliseconds=1)}-{doc['_id']}"


def _line(doc: dict[str, Any], own: Collection[str]) -> InvitationLine:
    invitation = _read(Invitation, doc)
    invitation.made_by = _read(User, doc["maker"][0])
    there = {room.pk: room for room in map(Room.of_document, doc["seen"]) if room.is_public or room.pk in own}
    rooms = [there[room] for room in doc["first_rooms"] if room in there]
    state: Text = invitation.state.label
    is_active = invitation.state == Invitation.Validity.ACTIVE
    if is_active and not maker_invites(invitation):
        is_active, state = False, _("Ended: its maker can no longer invite")
    return InvitationLine(invitation, rooms, len(invitation.rooms) - len(rooms), is_active, state)
