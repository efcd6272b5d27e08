"""Keeping people out: of a room, or of the house. Every step is kept in the audit log with its reason."""

from datetime import UTC, datetime
from uuid import UUID

from chat import notices
from chat.access import check_moderates, check_staff
from chat.actions.audit import record
from chat.errors import Code, Refused, forbidden, not_found
from chat.models import Ban, Membership, User
from chat.person import Person
from chat.pool import in_thread
from chat.queries import RoomState, room_state


async def ban(user: User | Person, room_id: str, person_id: str, reason: str = "") -> bool:
    """Keeps somebody out of a room; open sockets are told within a second. Did it change?"""
    return await in_thread(_ban, Person.of(user), room_id, person_id, reason)


async def unban(user: User | Person, room_id: str, person_id: str, reason: str = "") -> bool:
    """Lets somebody in again. Did it change?"""
    return await in_thread(_unban, Person.of(user), room_id, person_id, reason)


async def kick(user: User | Person, room_id: str, person_id: str, reason: str = "") -> None:
    """Puts somebody out of a room, who may come back."""
    await in_thread(_kick, Person.of(user), room_id, person_id, reason)


async def suspend(user: User | Person, person_id: str, reason: str = "") -> bool:
    """Closes an account and its sockets until it is let in again. Did it change?"""
    return await in_thread(_suspend, Person.of(user), person_id, reason)


async def unsuspend(user: User | Person, person_id: str, reason: str = "") -> bool:
    return await in_thread(_unsuspend, Person.of(user), person_id, reason)


def _moderated(person: Person, room_id: str, other: str) -> RoomState:
    """The room's state, if this person may moderate the other one there."""
    state = room_state(room_id)
    if state is None:
        raise not_found()
    check_moderates(person, state)
    if other == person.id:
        raise Refused(Code.FORBIDDEN, "You cannot do this to yourself.")
    if other in state.moderators and not (person.trusted or person.staff):
        raise forbidden("Moderators cannot put each other out.")
    return state


def _ban(person: Person, room_id: str, other: str, reason: str) -> bool:
    _moderated(person, room_id, other)
    _, made = Ban.objects.get_or_create(
        room_id=room_id, user_id=UUID(other), defaults={"by_id": person.uuid, "reason": reason[:250]}
    )
    # Told even when the ban was there: whoever runs it again wants it to hold.
    Membership.objects.filter(room=room_id, user=UUID(other)).delete()
    notices.append(notices.LEFT, room=room_id, user=other, reason="banned")
    if made:
        record(person, "ban", room_id, other, reason=reason)
    return made


def _unban(person: Person, room_id: str, other: str, reason: str) -> bool:
    _moderated(person, room_id, other)
    gone, _ = Ban.objects.filter(room=room_id, user=UUID(other)).delete()
    if gone:
        notices.append(notices.ROOM, room=room_id)
        record(person, "unban", room_id, other, reason=reason)
    return bool(gone)


def _kick(person: Person, room_id: str, other: str, reason: str) -> None:
    _moderated(person, room_id, other)
    Membership.objects.filter(room=room_id, user=UUID(other)).delete()
    notices.append(notices.LEFT, room=room_id, user=other, reason="kicked")
    record(person, "kick", room_id, other, reason=reason)


def _suspendable(person: Person, other: str) -> User:
    check_staff(person)
    user = User.objects.filter(pk=other).first()
    if user is None:
        raise not_found("There is nobody of this name.")
    if other == person.id:
        raise Refused(Code.FORBIDDEN, "You cannot suspend yourself.")
    return user


def _suspend(person: Person, other: str, reason: str) -> bool:
    user = _suspendable(person, other)
    if user.is_superuser and not person.trusted and not User.objects.get(pk=person.id).is_superuser:
        raise forbidden("Only another administrator may suspend an administrator.")
    made = User.objects.filter(pk=other, suspended_at=None).update(suspended_at=datetime.now(UTC))
    notices.append(notices.PERSON, user=other)
    if made:
        record(person, "suspend", person=other, reason=reason)
    return bool(made)


def _unsuspend(person: Person, other: str, reason: str) -> bool:
    _suspendable(person, other)
    made = User.objects.filter(pk=other).exclude(suspended_at=None).update(suspended_at=None)
    if made:
        notices.append(notices.PERSON, user=other)
        record(person, "let in again", person=other, reason=reason)
    return bool(made)
