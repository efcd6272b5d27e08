"""Who of some people belongs to a room, and the room. Blocks."""

from typing import Any
from uuid import UUID

from chat.models import Membership, Room


def room_and_members(room_id: str, users: list[str]) -> tuple[Room | None, dict[str, dict[str, Any]]]:
    """The room, None where there is none, and of each of these people (ids) who belongs to it what of its
    object is their own. Two commands."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        return None, {}
    found = Membership.objects.filter(room=room_id, user__in=[UUID(user) for user in users])
    return room, {str(each.user_id): membership_fields(each) for each in found}


def membership_fields(membership: Membership) -> dict[str, Any]:
    """What of a room's object is somebody's own."""
    return {
        "role": str(membership.role),
        "level": membership.level or "all",
        "favourite": bool(membership.favourite),
    }
