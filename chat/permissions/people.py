"""Whom may somebody find, add to a room and write to?"""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.workspace_roles import FIND_PEOPLE, may
from chat.protocol.errors import forbidden, no_user
from chat.queries.shared_rooms import share_a_room, sharing_a_room
from chatsite.languages import filled


def check_writes_to(actor: Actor, other: User) -> None:
    """May this person begin a conversation with the other one? Raises Refused."""
    check_sees(actor, other)
    check_added(other)


def check_sees(actor: Actor, other: User) -> None:
    """To a guest, somebody with whom they share no room does not exist. Blocks. Raises Refused."""
    if actor.id != str(other.pk) and not may(actor, FIND_PEOPLE) and not share_a_room(actor.uuid, other.pk):
        raise no_user()


def seen_by(actor: Actor, users: Collection[User]) -> list[User]:
    """Those of these people whom this person may find. Blocks."""
    if may(actor, FIND_PEOPLE) or not users:
        return list(users)
    shared = sharing_a_room(actor.uuid, [user.pk for user in users])
    return [user for user in users if user.pk in shared]


def ids_seen_by(actor: Actor, ids: Collection[str]) -> list[str]:
    """Those of the people with these ids whom this person may find, or who they are. Blocks."""
    if may(actor, FIND_PEOPLE) or not ids:
        return list(ids)
    seen = sharing_a_room(actor.uuid, [UUID(id) for id in ids]) | {actor.uuid}
    return [id for id in ids if UUID(id) in seen]


def check_added(other: User) -> None:
    """Can this account take part in anything new? Raises Refused."""
    if not other.is_active:
        raise no_user()
    if other.is_suspended:
        text = _("The account of %(username)s is suspended.")
        raise forbidden(filled(text, username=other.username))
