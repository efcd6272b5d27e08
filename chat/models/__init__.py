"""What is stored. Each model stands in a file of its own; rules stand in chat.actions."""

from chat.models.audit import AuditEntry
from chat.models.ban import Ban
from chat.models.draft import Draft
from chat.models.event import Event
from chat.models.followed_thread import FollowedThread
from chat.models.gone_room import GoneRoom
from chat.models.instance import Instance
from chat.models.invitation import Invitation
from chat.models.marker import Marker
from chat.models.membership import Membership
from chat.models.notice import Notice
from chat.models.room import Room
from chat.models.setup_link import SetupLink
from chat.models.token import Token
from chat.models.user import User
from chat.models.workspace import Workspace

__all__ = [
    "AuditEntry",
    "Ban",
    "Draft",
    "Event",
    "FollowedThread",
    "GoneRoom",
    "Instance",
    "Invitation",
    "Marker",
    "Membership",
    "Notice",
    "Room",
    "SetupLink",
    "Token",
    "User",
    "Workspace",
]
