"""Making rooms, and what belongs to a room itself. Who belongs to one: chat.actions.memberships."""

import secrets

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from chat.actions import room_changes
from chat.actions.audit import record
from chat.actions.naming import plain
from chat.actions.naming import title as title_of
from chat.actors.actor import Actor
from chat.models import GoneRoom, Membership, Room, User
from chat.models.room import new_epoch
from chat.permissions import limits
from chat.permissions.room_access import (
    check_moderates,
    check_not_archived,
    check_not_direct,
    check_owns,
    check_staff,
    stored_state,
)
from chat.permissions.workspace_roles import CREATE_ROOMS
from chat.permissions.workspace_roles import check as check_right
from chat.protocol.errors import Code, Refused, invalid
from chat.protocol.policy import Policy
from chat.queries.room_state import RoomState
from chat.realtime.heartbeat import expect_kinds_known
from chat.storage import collections, notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together
from chatsite.languages import filled


async def create(
    user: User | Actor, slug: str, title: str = "", topic: str = "", *, private: bool = False
) -> Room:
    """A new room, public or private, owned by its creator. Refused with `conflict` when the address is
    taken."""
    actor = Actor.of(user)
    check_right(actor, CREATE_ROOMS)
    await in_thread(limits.NEW_ROOMS.take_for, actor)
    return await in_thread(lambda: together(lambda: _create(actor, slug, title, topic, private)))


async def archive(user: User | Actor, room_id: str, on: bool, reason: str = "") -> bool:
    """An archived room can be read and not changed. Did it change?"""
    actor = Actor.of(user)
    await in_thread(_check_archives, actor, room_id)
    audit = "archive room" if on else "unarchive room"
    return await room_changes.change(actor, room_id, {"archived": on}, audit=audit, reason=reason)


async def describe(user: User | Actor, room_id: str, *, title: str, topic: str) -> bool:
    """Another title and topic. Did it change?"""
    actor = Actor.of(user)
    await in_thread(limits.RENAMES.take_for, actor)
    changes = await in_thread(_described, actor, room_id, title, topic)
    return await room_changes.change(actor, room_id, changes)


async def set_policy(user: User | Actor, room_id: str, policy: Policy) -> bool:
    """Who may do what in the room, and its slow mode. Did it change?"""
    actor = Actor.of(user)
    await in_thread(limits.RENAMES.take_for, actor)
    await in_thread(_check_changes, actor, room_id)
    return await room_changes.change(actor, room_id, {"policy": policy})


async def set_private(user: User | Actor, room_id: str, on: bool) -> bool:
    """Makes a room private, which only its members can find from then on, or public, where everyone can read
    all that was ever written there. Did it change?"""
    actor = Actor.of(user)
    await in_thread(limits.RENAMES.take_for, actor)
    await in_thread(_check_changes_kind, actor, room_id, on)
    kind = Room.Kind.PRIVATE if on else Room.Kind.PUBLIC
    audit = "make room private" if on else "make room public"
    return await room_changes.change(actor, room_id, {"room_kind": kind.value}, audit=audit)


async def reset_epoch(user: User | Actor, room_id: str) -> str:
    """A new epoch, announced to clients: the room was restored to an earlier state."""
    return await in_thread(lambda: together(lambda: _reset_epoch(Actor.of(user), room_id)))


def _create(actor: Actor, slug: str, title: str, topic: str, private: bool) -> Room:
    if private:
        expect_kinds_known()
    room = Room(id=unused_id(slug), slug=slug, title=_title(actor, title), topic=plain(topic, 250))
    room.created_by_id, room.kind = actor.uuid, Room.Kind.PRIVATE if private else Room.Kind.PUBLIC
    room.member_count = 1
    try:
        room.clean_fields(exclude=["created_by"])
    except ValidationError as error:
        raise invalid(error) from None
    check_address_unused(slug)
    if (there := Room.objects.filter(slug=slug).first()) is not None:
        raise _taken(there)
    try:
        room.save(force_insert=True)
    except IntegrityError:
        if collections.session() is not None:
            raise  # the transaction begins again, and finds the other one
        raise _taken(room) from None
    Membership.objects.create(room=room, user_id=actor.uuid, role=Membership.Role.OWNER)
    notice_log.append(notice_log.MEMBERS, room=room.pk, users=[actor.id])
    return room


def _title(actor: Actor, text: str) -> str:
    return title_of(text, by_staff=actor.staff or actor.trusted)


def unused_id(slug: str) -> str:
    """The slug itself, unless a room that was called so before has it: an id is never used again."""
    if Room.objects.filter(pk=slug).exclude(slug=slug).exists() or GoneRoom.objects.filter(pk=slug).exists():
        return f"{slug}-{secrets.token_hex(3)}"
    return slug


def check_address_unused(slug: str) -> None:
    """The address of a deleted room is not used again. Raises Refused."""
    if GoneRoom.objects.filter(slug=slug).exists():
        raise _unavailable_address(slug)


def _taken(room: Room) -> Refused:
    """There is a room at this address. Of a private one that is not said."""
    if not room.is_public:
        return _unavailable_address(room.slug)
    return Refused(Code.CONFLICT, filled(_("There is a room at “%(slug)s” already."), slug=room.slug))


def _unavailable_address(slug: str) -> Refused:
    """The same for a room that is private as for one that was deleted (docs/decisions/0052)."""
    text = _("The address “%(slug)s” is not available. Choose another one.")
    return Refused(Code.CONFLICT, filled(text, slug=slug))


def _state(actor: Actor, room_id: str) -> RoomState:
    state = stored_state(actor, room_id)
    check_not_direct(state)
    return state


def _check_archives(actor: Actor, room_id: str) -> None:
    check_staff(actor)
    _state(actor, room_id)


def _check_changes(actor: Actor, room_id: str) -> None:
    """May this person change what the room is? Nobody but a command does while it is archived."""
    state = _state(actor, room_id)
    check_moderates(actor, state)
    check_not_archived(actor, state)


def _check_changes_kind(actor: Actor, room_id: str, private: bool) -> None:
    state = _state(actor, room_id)
    check_owns(actor, state)
    check_not_archived(actor, state)
    if private:
        expect_kinds_known()


def _reset_epoch(actor: Actor, room_id: str) -> str:
    check_staff(actor)
    stored_state(actor, room_id)
    epoch = new_epoch()
    Room.objects.filter(pk=room_id).update(epoch=epoch)
    notice_log.append(notice_log.ROOM, room=room_id)
    record(actor, "reset room", room_id)
    return epoch


def _described(actor: Actor, room_id: str, title: str, topic: str) -> dict[str, str]:
    _check_changes(actor, room_id)
    return {"title": _title(actor, title), "topic": plain(topic, 250)}
