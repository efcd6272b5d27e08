"""Keeping people out: of a room, or of the workspace. Every step is kept in the audit log with its reason."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.actions.audit import record
from chat.actions.member_changes import Steps, log_steps, removal
from chat.actors.actor import Actor
from chat.models import Ban, Membership, User
from chat.permissions.room_access import (
    check_not_direct,
    check_removes,
    check_staff,
    check_unbans,
    stored_state,
)
from chat.protocol.errors import Code, Refused, forbidden, no_user
from chat.queries.room_state import RoomState
from chat.storage import member_counts, notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together


async def ban(user: User | Actor, room_id: str, user_id: str, reason: str = "") -> bool:
    """Bans a user from a room; open sockets learn it within a second. Returns whether anything changed."""
    actor = Actor.of(user)
    made, steps = await in_thread(lambda: together(lambda: _ban(actor, room_id, user_id, reason)))
    await log_steps(actor, room_id, steps)
    return made


async def unban(user: User | Actor, room_id: str, user_id: str, reason: str = "") -> bool:
    """Lifts a ban. Did it change?"""
    return await in_thread(lambda: together(lambda: _unban(Actor.of(user), room_id, user_id, reason)))


async def kick(user: User | Actor, room_id: str, user_id: str, reason: str = "") -> None:
    """Removes somebody from a room. They may come back to a public one, and be added to a private one."""
    actor = Actor.of(user)
    steps = await in_thread(lambda: together(lambda: _kick(actor, room_id, user_id, reason)))
    await log_steps(actor, room_id, steps)


async def suspend(user: User | Actor, user_id: str, reason: str = "") -> bool:
    """Closes an account and its sockets until the suspension is lifted. Did it change?"""
    return await in_thread(lambda: together(lambda: _suspend(Actor.of(user), user_id, reason)))


async def unsuspend(user: User | Actor, user_id: str, reason: str = "") -> bool:
    return await in_thread(lambda: together(lambda: _unsuspend(Actor.of(user), user_id, reason)))


def _there(actor: Actor, room_id: str, other: str, *, banned_staff: bool = False) -> tuple[RoomState, User]:
    state = stored_state(actor, room_id, banned_staff=banned_staff)
    check_not_direct(state)
    user = User.objects.filter(pk=other).first()
    if user is None:
        raise no_user()
    return state, user


def _ban(actor: Actor, room_id: str, other: str, reason: str) -> tuple[bool, Steps]:
    state, user = _there(actor, room_id, other)
    check_removes(actor, state, user)
    _, made = Ban.objects.get_or_create(
        room_id=room_id, user_id=UUID(other), defaults={"by_id": actor.uuid, "reason": reason[:250]}
    )
    # Announced even when the ban was there: the person who asks for it again wants it to hold.
    steps = _remove(state, user, "banned")
    if made:
        record(actor, "ban", room_id, other, reason=reason)
    return made, steps


def _unban(actor: Actor, room_id: str, other: str, reason: str) -> bool:
    check_unbans(actor, *_there(actor, room_id, other, banned_staff=True))
    gone, _ = Ban.objects.filter(room=room_id, user=UUID(other)).delete()
    if gone:
        notice_log.append(notice_log.ROOM, room=room_id)
        record(actor, "unban", room_id, other, reason=reason)
    return bool(gone)


def _kick(actor: Actor, room_id: str, other: str, reason: str) -> Steps:
    state, user = _there(actor, room_id, other)
    check_removes(actor, state, user)
    steps = _remove(state, user, "kicked")
    record(actor, "kick", room_id, other, reason=reason)
    return steps


def _remove(state: RoomState, user: User, reason: str) -> Steps:
    member = Membership.objects.filter(room=state.id, user=user.pk).first()
    if member is not None:
        member.delete()
        member_counts.add(state.id, -1)
    notice_log.append(notice_log.LEFT, room=state.id, user=str(user.pk), reason=reason)
    return removal(state, member, user)


def _suspendable(actor: Actor, other: str) -> User:
    check_staff(actor)
    user = User.objects.filter(pk=other).first()
    if user is None:
        raise no_user()
    if other == actor.id:
        raise Refused(Code.FORBIDDEN, _("You cannot suspend yourself."))
    return user


def _suspend(actor: Actor, other: str, reason: str) -> bool:
    user = _suspendable(actor, other)
    if user.is_superuser and not actor.trusted and not User.objects.get(pk=actor.id).is_superuser:
        raise forbidden(_("Only another administrator may suspend an administrator."))
    made = User.objects.filter(pk=other, suspended_at=None).update(suspended_at=datetime.now(UTC))
    notice_log.append(notice_log.USER, user=other)
    if made:
        record(actor, "suspend", user=other, reason=reason)
    return bool(made)


def _unsuspend(actor: Actor, other: str, reason: str) -> bool:
    _suspendable(actor, other)
    made = User.objects.filter(pk=other).exclude(suspended_at=None).update(suspended_at=None)
    if made:
        notice_log.append(notice_log.USER, user=other)
        record(actor, "lift suspension", user=other, reason=reason)
    return bool(made)
