"""When the newest message of each room was posted, kept with the room for the list of all rooms. Blocks."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import UpdateOne

from chat.models import Room
from chat.projections.registry import StoredEvent
from chat.storage import collections


def handle(events: Sequence[StoredEvent]) -> None:
    """To the minute, so that a busy room is written once a minute. A later message is never taken back."""
    newest: dict[str, datetime] = {}
    for event in events:
        at = event.at.replace(second=0, microsecond=0)
        newest[event.room] = max(at, newest.get(event.room, at))
    rooms = collections.collection(Room._meta.db_table)
    rooms.bulk_write(
        [UpdateOne({"_id": room}, {"$max": {"active_at": at}}) for room, at in newest.items()], ordered=False
    )
