"""Which messages could notify somebody, found for many at once: most are for nobody. Blocks."""

from collections.abc import Sequence
from typing import Any

from chat.models import Membership
from chat.notifications.models import Preferences, RoomLevel
from chat.projections.registry import StoredEvent
from chat.storage import collections

ALL = Membership.Level.ALL.value
MOST = 500  # people who want all messages of all rooms; with more, each message could be for somebody


def of_interest(events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Those of these messages that could be for somebody. Three commands at most, however many there are."""
    rooms = {event.room for event in events if not event.is_addressed}
    wanted = _wanted_whole(rooms) if rooms else set()
    return [event for event in events if event.room in wanted or event.is_addressed]


def _wanted_whole(rooms: set[str]) -> set[str]:
    """Those of these rooms of which somebody wants all messages."""
    wanted = {"room": {"$in": list(rooms)}, "level": ALL}
    found = {each["room"] for each in _rows(RoomLevel).find(wanted, {"_id": 0, "room": 1})}
    preferring = _rows(Preferences).find({"level": ALL}, {"_id": 0, "user": 1}).limit(MOST + 1)
    everywhere = [each["user"] for each in preferring]
    if len(everywhere) > MOST:
        return set(rooms)
    if everywhere and (rest := rooms - found):
        theirs = {"room": {"$in": list(rest)}, "user": {"$in": everywhere}}
        found |= {each["room"] for each in _rows(Membership).find(theirs, {"_id": 0, "room": 1})}
    return found


def _rows(model: Any) -> Any:
    return collections.collection(model._meta.db_table)
