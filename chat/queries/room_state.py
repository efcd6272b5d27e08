"""What decides who may do what in a room. Functions block; see chat.storage.executor."""

from dataclasses import dataclass, field
from uuid import UUID

from chat.actors.actor import Actor
from chat.models import Membership, Room
from chat.models.room import DIRECT_KIND, PUBLIC_KIND
from chat.protocol.policy import Policy
from chat.storage import collections

A_BATCH = 10_000  # moderators that one command reads
MODERATING = (Membership.Role.OWNER, Membership.Role.MODERATOR)


@dataclass(frozen=True, slots=True)
class RoomState:
    """What decides who may do what in a room. People by id, as on the wire."""

    id: str
    slug: str
    epoch: str
    archived: bool
    kind: str = Room.Kind.PUBLIC
    moderators: frozenset[str] = field(default_factory=frozenset)  # owners among them
    owners: frozenset[str] = field(default_factory=frozenset)
    policy: Policy = field(default_factory=Policy)

    @property
    def is_public(self) -> bool:
        return self.kind == PUBLIC_KIND

    @property
    def is_direct(self) -> bool:
        return self.kind == DIRECT_KIND

    def is_closed_to(self, outsider: Actor) -> bool:
        """Is the room not there for this person, unless they are a member?"""
        return is_closed(self.kind, outsider)


def is_closed(kind: str, outsider: Actor) -> bool:
    """Is a room of this kind not there for this person, unless they are a member?"""
    return kind != PUBLIC_KIND or outsider.guest


def room_state(room_id: str) -> RoomState | None:
    """The state of a room, None where there is none."""
    room = Room.objects.filter(pk=room_id).first()
    return None if room is None else state_of(room)


def state_of(room: Room) -> RoomState:
    """The same of a room that was read in this moment."""
    wanted = {"room": room.pk, "role": {"$in": [role.value for role in MODERATING]}}
    memberships = collections.collection(Membership._meta.db_table)
    kept = memberships.find(
        wanted, {"_id": 0, "user": 1, "role": 1}, session=collections.session(), batch_size=A_BATCH
    )
    roles = {str(UUID(doc["user"])): doc["role"] for doc in kept}
    return RoomState(
        id=room.pk,
        slug=room.slug,
        epoch=room.epoch,
        archived=room.is_archived,
        kind=room.kind or Room.Kind.PUBLIC,
        moderators=frozenset(roles),
        owners=frozenset(key for key, role in roles.items() if role == Membership.Role.OWNER),
        policy=room.policy,
    )
