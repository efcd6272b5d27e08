"""What somebody sets for themselves in a room that they belong to."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import Membership, User
from chat.permissions.room_access import enter
from chat.protocol.errors import forbidden
from chat.realtime.room import LiveRoom
from chat.storage import notice_log
from chat.storage.executor import in_thread
from chat.storage.transaction import together


async def set_level(user: User | Actor, room_id: str, level: str) -> None:
    """What of the room they are notified of: `all`, `mentions` or `nothing`."""
    actor = Actor.of(user)
    await change(await enter(actor, room_id), actor, level=Membership.Level(level).value)


async def set_favourite(user: User | Actor, room_id: str, on: bool) -> None:
    """Whether the room stands first in their list."""
    actor = Actor.of(user)
    await change(await enter(actor, room_id), actor, favourite=on)


async def set_both(user: User | Actor, room_id: str, level: str, favourite: bool) -> None:
    """The same at once."""
    actor = Actor.of(user)
    await change(await enter(actor, room_id), actor, level=Membership.Level(level).value, favourite=favourite)


async def change(room: LiveRoom, actor: Actor, **fields: str | bool) -> None:
    """Changes one's own membership. Raises Refused (`forbidden`) without one."""
    if not actor.trusted:
        room.hub.posts.take(actor.id)
    await in_thread(lambda: together(lambda: _change(room.id, actor.uuid, fields)))


def _change(room: str, user: UUID, fields: dict[str, str | bool]) -> None:
    own = Membership.objects.filter(room=room, user=user).first()
    if own is None:
        raise forbidden(_("Join the room first."))
    if all(getattr(own, name) == value for name, value in fields.items()):
        return
    Membership.objects.filter(pk=own.pk).update(**fields)
    notice_log.append(notice_log.MEMBERS, room=room, users=[str(user)])
