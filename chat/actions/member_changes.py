"""Changes of who belongs to a private room, as events of its log: the members see who came and went.

What decides who belongs to a room are its memberships alone. An event follows after they were stored, and is
missing where the process ended between the two.
"""

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import UNSET

from chat.actions.room_changes import append
from chat.actors.actor import Actor
from chat.actors.author import Author
from chat.events.member import MemberChange
from chat.models import Membership, Room, User
from chat.queries.room_state import RoomState


class MemberStep(NamedTuple):
    """Somebody has this role from now on (`on`), or had it and is no member any more. `before`: the role that
    a member had until then."""

    user: User
    on: bool
    role: str
    before: str = ""


Steps = list[MemberStep]


def steps_in(state: RoomState, *steps: MemberStep) -> Steps:
    """Those of the steps that the room's log has: all of them where the room is private."""
    return list(steps) if state.kind == Room.Kind.PRIVATE else []


def removal(state: RoomState, member: Membership | None, user: User) -> Steps:
    """The step of a member who is removed, or leaves; none where there was no membership."""
    return steps_in(state, MemberStep(user, False, member.role)) if member is not None else []


async def log_steps(actor: Actor, room_id: str, steps: Iterable[MemberStep]) -> None:
    """Adds an event for each."""
    for step in steps:
        event = MemberChange(
            room=room_id,
            id=str(uuid.uuid4()),
            author=actor.author,
            user=Author(str(step.user.pk), step.user.username, step.user.shown_name),
            on=step.on,
            role=step.role,  # type: ignore[arg-type]  # Membership.Role has the same values
            before=step.before or UNSET,  # type: ignore[arg-type]
        )
        await append(actor, event)
