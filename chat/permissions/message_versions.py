"""Who sees what a message said before it was edited."""

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import Membership
from chat.permissions.room_access import Standing
from chat.permissions.workspace_roles import MODERATE, may
from chat.protocol.errors import forbidden, no_message

MODERATORS = (Membership.Role.MODERATOR, Membership.Role.OWNER)


def check_sees_versions(actor: Actor, here: Standing, message: Message) -> None:
    """Its author, while it stands, and moderators, who can restore a deleted one. Raises Refused."""
    if not here.room.is_direct and (may(actor, MODERATE) or here.role in MODERATORS):
        return
    if message.author.id != actor.id:
        raise forbidden(_("Only the author of a message and moderators can see its earlier versions."))
    if message.is_deleted:
        raise no_message()
