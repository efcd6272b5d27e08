"""What is stored. Each model stands in a file of its own; rules stand in chat.actions."""

from chat.models.audit import AuditEntry
from chat.models.ban import Ban
from chat.models.event import Event
from chat.models.instance import Instance
from chat.models.marker import Marker
from chat.models.membership import Membership
from chat.models.notice import Notice
from chat.models.room import Room
from chat.models.token import Token
from chat.models.user import User

__all__ = [
    "AuditEntry",
    "Ban",
    "Event",
    "Instance",
    "Marker",
    "Membership",
    "Notice",
    "Room",
    "Token",
    "User",
]
