"""Who belongs to a room, and in which role: joining, leaving, being added, and the roles of members."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.actions.audit import record
from chat.actions.member_changes import MemberStep, Steps, log_steps, removal, steps_in
from chat.actions.read_markers import mark_read
from chat.actors.actor import Actor
from chat.models import Membership, User
from chat.permissions import limits
from chat.permissions.people import check_added, check_sees
from chat.permissions.room_access import (
    check_demotes,
    check_invites,
    check_moderates,
    check_not_archived,
    check_not_banned,
    check_not_direct,
    check_not_private,
    check_owns,
    stored_state,
)
from chat.protocol.errors import Code, Refused, forbidden, no_user, not_found
from chat.protocol.fields import BIGGEST
from chat.queries.room_state import RoomState
from chat.storage import member_counts, notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together
from chatsite.languages import filled

MOST_ADDED = 50  # people at a time


async def join(user: User | Actor, room_id: str) -> None:
    """Becomes a member, for whom nothing that is there is new; does nothing for a member."""
    actor = Actor.of(user)
    if not await in_thread(_is_member, actor, room_id):
        await in_thread(limits.ROOM_JOINS.take_for, actor)
    if await in_thread(lambda: together(lambda: _join(actor, room_id))):
        await mark_read(actor, room_id, BIGGEST)
        await in_thread(_announce, room_id, [actor])  # when the marker is where it has to be


async def add(user: User | Actor, room_id: str, people: Collection[str]) -> list[User]:
    """Makes these people (ids) members, who see the room from its beginning, and for whom nothing that is
    there is new. Who were none before?"""
    actor = Actor.of(user)
    if len(people) > MOST_ADDED:
        text = _("At most %(most)d people can be added at a time.")
        raise Refused(Code.TOO_LONG, filled(text, most=MOST_ADDED))
    for _each in people:
        await in_thread(limits.ADDED_PEOPLE.take_for, actor)
    added, steps = await in_thread(lambda: together(lambda: add_members(actor, room_id, people)))
    await announce_members(actor, room_id, added, steps)
    return added


async def announce_members(actor: Actor, room_id: str, added: list[User], steps: Steps) -> None:
    """What follows when people were made members by `add_members`: what is there is read, their open sockets
    and the room learn of it."""
    newcomers = [Actor.of(other) for other in added]
    for newcomer in newcomers:
        await mark_read(newcomer, room_id, BIGGEST)
    if newcomers:
        await in_thread(_announce, room_id, newcomers)
    await log_steps(actor, room_id, steps)


async def leave(user: User | Actor, room_id: str, successor_id: str | None = None) -> None:
    """Is no member any more; does nothing for who is none.

    An owner may hand the room over to another member, `successor_id`; the last one has to, unless nobody else
    is there. Raises Refused (`conflict`) without one.
    """
    actor = Actor.of(user)
    steps = await in_thread(lambda: together(lambda: _leave(actor, room_id, successor_id)))
    await log_steps(actor, room_id, steps)


async def set_owner(user: User | Actor, room_id: str, user_id: str, on: bool) -> bool:
    """Makes somebody an owner (who need not be a member yet), or an owner a moderator. Did it change?

    Owners make owners, and step down; nobody but the staff takes it from another. The last one stays.
    """
    actor = Actor.of(user)
    changed, steps = await in_thread(lambda: together(lambda: _set_owner(actor, room_id, user_id, on)))
    await log_steps(actor, room_id, steps)
    return changed


async def set_moderator(user: User | Actor, room_id: str, user_id: str, on: bool) -> bool:
    """Makes a member (who need not be one yet) a moderator, or a moderator a member. Did it change?"""
    actor = Actor.of(user)
    changed, steps = await in_thread(lambda: together(lambda: _set_moderator(actor, room_id, user_id, on)))
    await log_steps(actor, room_id, steps)
    return changed


def _state(actor: Actor, room_id: str) -> RoomState:
    state = stored_state(actor, room_id)
    check_not_direct(state)
    return state


def _is_member(actor: Actor, room_id: str) -> bool:
    return Membership.objects.filter(room=room_id, user=actor.uuid).exists()


def _join(actor: Actor, room_id: str) -> bool:
    """Was it none before?"""
    state = _state(actor, room_id)
    check_not_private(state, is_member=_is_member(actor, room_id))
    if state.archived:
        raise forbidden(_("This room is archived."))
    return Membership.objects.get_or_create(room_id=room_id, user_id=actor.uuid)[1]


def add_members(actor: Actor, room_id: str, people: Collection[str]) -> tuple[list[User], Steps]:
    """Makes these people (ids) members, within a transaction. Who were none before? Blocks."""
    state = _state(actor, room_id)
    check_invites(actor, state, is_member=_is_member(actor, room_id))
    check_not_archived(actor, state)
    added = []
    for user in [_user(id) for id in people]:
        check_sees(actor, user)
        check_added(user)
        check_not_banned(room_id, user)
        if Membership.objects.get_or_create(room_id=room_id, user_id=user.pk)[1]:
            added.append(user)
    role = Membership.Role.MEMBER.value
    return added, steps_in(state, *(MemberStep(user, True, role) for user in added))


def _leave(actor: Actor, room_id: str, successor_id: str | None) -> Steps:
    state = _state(actor, room_id)
    own = Membership.objects.filter(room=room_id, user=actor.uuid).select_related("user").first()
    if own is None:
        return []
    steps = _hand_over(actor, room_id, successor_id) if own.role == Membership.Role.OWNER else []
    own.delete()
    member_counts.add(room_id, -1)
    notice_log.append(notice_log.ROOM, room=room_id)
    if state.is_closed_to(actor):
        notice_log.append(notice_log.LEFT, room=room_id, user=actor.id, reason="left")
    return [*steps, *removal(state, own, own.user)]


def _hand_over(actor: Actor, room_id: str, successor_id: str | None) -> Steps:
    others = Membership.objects.filter(room=room_id).exclude(user=actor.uuid)
    if successor_id is not None:
        if not others.filter(user=UUID(successor_id)).exists():
            raise not_found(_("The person you chose is no longer a member of this room. Choose another one."))
        return _set_owner(actor, room_id, successor_id, True)[1]
    if others.exists() and not others.filter(role=Membership.Role.OWNER).exists():
        raise Refused(Code.CONFLICT, _("You are the only owner of this room. Choose a new owner first."))
    return []


def _set_owner(actor: Actor, room_id: str, other: str, on: bool) -> tuple[bool, Steps]:
    state, user = _state(actor, room_id), _user(other)
    check_owns(actor, state)
    member = Membership.objects.filter(room=room_id, user=user.pk).first()
    if on:
        check_not_banned(room_id, user)
    elif other != actor.id and not (actor.trusted or actor.staff):
        raise forbidden(_("Only the staff may take a room from another owner."))
    if (member is not None and member.role == Membership.Role.OWNER) == on:
        return False, []
    if not on and len(state.owners) == 1:
        raise Refused(
            Code.CONFLICT, _("This is the only owner of the room. Make another member an owner first.")
        )
    role = Membership.Role.OWNER if on else Membership.Role.MODERATOR
    steps = _give_role(state, user, member, role)
    record(actor, "make owner" if on else "unmake owner", room_id, other)
    return True, steps


def _set_moderator(actor: Actor, room_id: str, other: str, on: bool) -> tuple[bool, Steps]:
    state, user = _state(actor, room_id), _user(other)
    check_moderates(actor, state)
    member = Membership.objects.filter(room=room_id, user=user.pk).first()
    if on:
        check_not_banned(room_id, user)
    wanted = Membership.Role.MODERATOR if on else Membership.Role.MEMBER
    if member is None and not on:
        return False, []
    if member is not None and member.role in (wanted, Membership.Role.OWNER):
        return False, []
    if not on:
        check_demotes(actor, state, user)
    steps = _give_role(state, user, member, wanted)
    record(actor, "make moderator" if on else "unmake moderator", room_id, other)
    return True, steps


def _give_role(state: RoomState, user: User, member: Membership | None, role: Membership.Role) -> Steps:
    """Gives a member another role, or makes somebody a member in this one."""
    before = member.role if member is not None else ""
    if member is None:
        Membership.objects.create(room_id=state.id, user_id=user.pk, role=role)
        member_counts.add(state.id, 1)
    else:
        member.role = role
        member.save()
    notice_log.append(notice_log.ROOM, room=state.id)
    notice_log.append(notice_log.MEMBERS, room=state.id, users=[str(user.pk)])
    return steps_in(state, MemberStep(user, True, role.value, before))


def _announce(room_id: str, newcomers: list[Actor]) -> None:
    """These people became members: they are counted, and their open sockets learn of it."""
    member_counts.add(room_id, len(newcomers))  # not in their transaction, where they would collide
    notice_log.append(notice_log.MEMBERS, room=room_id, users=[each.id for each in newcomers])


def _user(id: str) -> User:
    user = User.objects.filter(pk=id).first()
    if user is None:
        raise no_user()
    return user
