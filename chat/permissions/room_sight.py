"""Who of many people may see a room. Blocks, for one command."""

from collections.abc import Collection

from chat.actors.actor import Actor
from chat.models import Room, User
from chat.queries.access import NEITHER, access_of
from chat.queries.room_state import is_closed


def who_see(room: Room, users: Collection[User]) -> list[User]:
    """Those of these users for whom the room is there, as `check` of room_access has it."""
    access = access_of(room.pk, [str(user.pk) for user in users]) if users else {}
    kind = room.kind or Room.Kind.PUBLIC
    return [
        user
        for user in users
        if not (found := access.get(str(user.pk), NEITHER)).banned
        and (found.member or not is_closed(kind, Actor.of(user)))
    ]
