"""Whether people belong to the same room. Blocks; see chat.storage.executor."""

from collections.abc import Collection
from uuid import UUID

from chat.models import Membership

MOST_ROOMS = 1000  # of one person that are looked at


def share_a_room(one: UUID, other: UUID) -> bool:
    return bool(sharing_a_room(one, [other]))


def sharing_a_room(one: UUID, others: Collection[UUID]) -> set[UUID]:
    """Those of the others who belong to a room of this one's."""
    rooms = list(Membership.objects.filter(user=one).values_list("room_id", flat=True)[:MOST_ROOMS])
    return set(Membership.objects.filter(room__in=rooms, user__in=others).values_list("user_id", flat=True))
