"""What one person may do in a room, looked up for them alone. Blocks."""

from typing import NamedTuple

from chat.actors.actor import Actor
from chat.models import Membership, Room
from chat.permissions.room_access import check_stored, may_invite, may_mention_everyone
from chat.protocol.errors import not_found
from chat.queries.room_state import MODERATING, RoomState


class OwnRights(NamedTuple):
    """`room`: its state, in which of the moderators nobody else stands."""

    room: RoomState
    mentions_everyone: bool
    invites: bool


def own_rights(actor: Actor, room_id: str) -> OwnRights:
    """Of a room that this person may see. Three commands, however many people moderate it. Raises Refused."""
    check_stored(actor, room_id)
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise not_found()
    role = Membership.objects.filter(room=room_id, user=actor.uuid).values_list("role", flat=True).first()
    state = own_state(actor, room, role or "")
    invites = may_invite(actor, state, is_member=role is not None)
    return OwnRights(state, may_mention_everyone(actor, state), invites)


def own_state(actor: Actor, room: Room, role: str) -> RoomState:
    """The state of a room for one who has this role there, empty for none: of the moderators nobody else
    stands in it."""
    return RoomState(
        id=room.pk,
        slug=room.slug,
        epoch=room.epoch,
        archived=room.is_archived,
        kind=room.kind or Room.Kind.PUBLIC,
        moderators=frozenset([actor.id] if role in MODERATING else []),
        policy=room.policy,
    )
