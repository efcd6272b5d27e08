"""Making, joining and leaving rooms, and what belongs to a room itself."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from chat import notices
from chat.access import check, check_moderates, check_staff
from chat.actions.audit import record
from chat.errors import Code, Refused, forbidden, not_found
from chat.models import Membership, Room, User
from chat.models.room import new_epoch
from chat.person import Person
from chat.pool import in_thread
from chat.queries import RoomState, room_state


async def create(user: User | Person, slug: str, title: str = "", topic: str = "") -> Room:
    """A new public room, owned by whoever makes it. Refused with `conflict` when the address is taken."""
    return await in_thread(_create, Person.of(user), slug, title, topic)


async def join(user: User | Person, room_id: str) -> None:
    """Becomes a member; does nothing for a member."""
    await in_thread(_join, Person.of(user), room_id)


async def leave(user: User | Person, room_id: str) -> None:
    """Is no member any more; does nothing for who is none.

    After the last owner the moderator of longest standing owns the room; without one, the owner stays.
    """
    await in_thread(_leave, Person.of(user), room_id)


async def set_moderator(user: User | Person, room_id: str, person_id: str, on: bool) -> bool:
    """Makes a member (who need not be one yet) a moderator, or a moderator a member. Did it change?"""
    return await in_thread(_set_moderator, Person.of(user), room_id, person_id, on)


async def archive(user: User | Person, room_id: str, on: bool, reason: str = "") -> bool:
    """An archived room can be read and not changed. Did it change?"""
    return await in_thread(_archive, Person.of(user), room_id, on, reason)


async def describe(user: User | Person, room_id: str, *, title: str, topic: str) -> None:
    """Another title and topic."""
    await in_thread(_describe, Person.of(user), room_id, title, topic)


async def begin_anew(user: User | Person, room_id: str) -> str:
    """Another epoch, which is told: the room was restored to an earlier state."""
    return await in_thread(_begin_anew, Person.of(user), room_id)


def _create(person: Person, slug: str, title: str, topic: str) -> Room:
    room = Room(id=unused_id(slug), slug=slug, title=title.strip(), topic=topic.strip())
    room.created_by_id = person.uuid
    try:
        room.clean_fields(exclude=["created_by"])
    except ValidationError as error:
        raise Refused(Code.BAD_FRAME, " ".join(error.messages)) from None
    try:
        room.save(force_insert=True)
    except IntegrityError:
        raise Refused(Code.CONFLICT, f"There is a room at “{slug}” already.") from None
    Membership.objects.create(room=room, user_id=person.uuid, role=Membership.Role.OWNER)
    return room


def unused_id(slug: str) -> str:
    """The slug itself, unless a room that was called so before has it: an id is never used again."""
    if Room.objects.filter(pk=slug).exclude(slug=slug).exists():
        return f"{slug}-{secrets.token_hex(3)}"
    return slug


def _state(room_id: str) -> RoomState:
    state = room_state(room_id)
    if state is None:
        raise not_found()
    return state


def _join(person: Person, room_id: str) -> None:
    state = _state(room_id)
    check(person, state)
    if state.archived:
        raise forbidden("This room is archived.")
    Membership.objects.get_or_create(room_id=room_id, user_id=person.uuid)


def _leave(person: Person, room_id: str) -> None:
    _state(room_id)
    own = Membership.objects.filter(room=room_id, user=person.uuid).first()
    if own is None:
        return
    owners = Membership.objects.filter(room=room_id, role=Membership.Role.OWNER).count()
    if own.role == Membership.Role.OWNER and owners == 1:
        _hand_over(room_id)
    own.delete()
    if own.role != Membership.Role.MEMBER:
        notices.append(notices.ROOM, room=room_id)


def _hand_over(room_id: str) -> None:
    moderators = Membership.objects.filter(room=room_id, role=Membership.Role.MODERATOR)
    if (heir := moderators.order_by("joined_at").first()) is not None:
        heir.role = Membership.Role.OWNER
        heir.save()
    elif Membership.objects.filter(room=room_id).count() > 1:
        raise forbidden("You own this room alone. Make somebody a moderator, who will own it after you.")


def _set_moderator(person: Person, room_id: str, other: str, on: bool) -> bool:
    check_moderates(person, _state(room_id))
    if not on and not Membership.objects.filter(room=room_id, user=UUID(other)).exists():
        return False
    member, _ = Membership.objects.get_or_create(room_id=room_id, user_id=UUID(other))
    wanted = Membership.Role.MODERATOR if on else Membership.Role.MEMBER
    if member.role in (wanted, Membership.Role.OWNER):
        return False
    member.role = wanted
    member.save()
    notices.append(notices.ROOM, room=room_id)
    record(person, "make moderator" if on else "unmake moderator", room_id, other)
    return True


def _archive(person: Person, room_id: str, on: bool, reason: str) -> bool:
    check_staff(person)
    if _state(room_id).archived == on:
        return False
    Room.objects.filter(pk=room_id).update(archived_at=datetime.now(UTC) if on else None)
    notices.append(notices.ROOM, room=room_id)
    record(person, "archive room" if on else "open room again", room_id, reason=reason)
    return True


def _begin_anew(person: Person, room_id: str) -> str:
    check_staff(person)
    _state(room_id)
    epoch = new_epoch()
    Room.objects.filter(pk=room_id).update(epoch=epoch)
    notices.append(notices.ROOM, room=room_id)
    record(person, "begin room anew", room_id)
    return epoch


def _describe(person: Person, room_id: str, title: str, topic: str) -> None:
    check_moderates(person, _state(room_id))
    Room.objects.filter(pk=room_id).update(title=title.strip()[:80], topic=topic.strip()[:250])
