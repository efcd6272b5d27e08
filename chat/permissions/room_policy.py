"""What a room's policy lets somebody do."""

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.permissions.room_access import may_moderate
from chat.protocol.errors import Refused, forbidden
from chat.protocol.policy import Restricted, Who
from chat.queries.room_state import RoomState
from chatsite.languages import Text

REASONS: dict[Restricted, Text] = {
    "post": _("Only moderators can post in this room."),
    "pin": _("Only moderators can pin messages in this room."),
}


def may(actor: Actor, state: RoomState, who: Who) -> bool:
    """Is this person among those whom the policy names?"""
    return who == "everyone" or may_moderate(actor, state)


def may_not(actor: Actor, state: RoomState, field: Restricted | None) -> Refused | None:
    """Why this person may not do here what this field of the policy is about; None where they may."""
    if field is None or may(actor, state, getattr(state.policy, field)):
        return None
    return forbidden(REASONS[field])


def slow_mode(actor: Actor, state: RoomState) -> int:
    """The seconds that have to lie between two messages of this person; 0 for none."""
    slow = state.policy.slow
    return 0 if slow and may_moderate(actor, state) else slow
