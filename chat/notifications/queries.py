"""What the settings page shows. Functions block."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chat.models import Membership, User
from chat.notifications.models import Preferences, PushSubscription, RoomLevel
from chat.queries.sidebar import SidebarRoom
from chat.text.devices import device_name
from chat.views.room_names import label_of


@dataclass(frozen=True, slots=True)
class PushDevice:
    """A browser that takes push notifications."""

    id: UUID
    name: str
    since: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A room with the level that was chosen for it, empty for none."""

    id: str
    label: str
    level: str


def preferences_of(user: User) -> Preferences:
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def devices_of(user: User, session: str) -> list[PushDevice]:
    """Newest first."""
    rows = PushSubscription.objects.filter(user=user).order_by("-created_at")
    return [
        PushDevice(row.pk, device_name(row.device), row.created_at, row.session == session) for row in rows
    ]


def room_choices(user: User, lines: list[SidebarRoom]) -> list[RoomChoice]:
    """`lines`: the rooms, as the sidebar has them."""
    rooms = [line.room.pk for line in lines]
    levels = dict(RoomLevel.objects.filter(user=user, room__in=rooms).values_list("room_id", "level"))
    return [
        RoomChoice(line.room.pk, label_of(line.room, line.people), levels.get(line.room.pk, ""))
        for line in lines
    ]


def levels() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Membership.Level.choices]


def changed(user: User, asked: dict[str, str]) -> dict[str, str]:
    """Those of these levels, by room, that are not stored so."""
    stored = dict(RoomLevel.objects.filter(user=user, room__in=list(asked)).values_list("room_id", "level"))
    return {room: level for room, level in asked.items() if stored.get(room, "") != level}
