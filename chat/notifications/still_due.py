"""Whether a notification is still wanted when its turn comes. Blocks."""

from typing import NamedTuple

from chat.events.message import Message
from chat.models import Room, User
from chat.notifications.message_text import standing
from chat.permissions.room_sight import who_see
from chat.queries.markers import who_read


class Missed(NamedTuple):
    """A message that somebody has not read."""

    room: Room
    message: Message


def active_user(id: str) -> User | None:
    """None where the account is closed or suspended."""
    return User.objects.filter(pk=id, is_active=True, suspended_at=None).first()


def missed(user: User, room_id: str, seq: int) -> Missed | None:
    """The message, if it still stands, they may see it, and they have not read it."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None or not who_see(room, [user]):
        return None
    message = standing(room, seq)
    if message is None or who_read(room, [user.pk], seq, None if message.is_shown else message.root):
        return None
    return Missed(room, message)
