"""The audit log: who moderated what, when and why.

What was done to a message follows from its event, which holds whose message it was and the reason: the entry
has a key made of the event's place, so it is there once, and can be made again whenever it is missing.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pymongo import UpdateOne

from chat.actors.actor import Actor
from chat.models import AuditEntry
from chat.storage import collections, event_log

DAYS, MOST = 30, 5_000  # how far `complete` looks back


def record(
    by: Actor,
    action: str,
    room: str | None = None,
    user: str | None = None,
    seq: int | None = None,
    reason: str = "",
) -> None:
    """Adds one entry. Blocks. `person`: the id of whom it was done to."""
    AuditEntry.objects.create(
        by_id=by.id,
        by_name=by.name,
        action=action,
        room_id=room,
        user_id=user,
        seq=seq,
        reason=reason[:250],
    )


def record_event(room: str, seq: int) -> None:
    """Adds the entry of a stored deletion or restoration, if a moderator made it. Blocks."""
    event = event_log.at(room, seq)
    if event is not None and event.get("moderated"):
        _add([event])


def complete() -> None:
    """Adds what is missing for the moderation of the last days: a process died before it added it. Blocks."""
    events = event_log.moderation(datetime.now(UTC) - timedelta(days=DAYS), MOST)
    keys = {_key(event): event for event in events}
    there = collections.collection(AuditEntry._meta.db_table).find({"_id": {"$in": list(keys)}}, {"_id": 1})
    for entry in there:
        del keys[entry["_id"]]
    _add(keys.values())


def _add(events: Iterable[event_log.Document]) -> None:
    if rows := [_entry(event) for event in events]:
        collections.collection(AuditEntry._meta.db_table).bulk_write(rows, ordered=False)


def _key(event: event_log.Document) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{event['room']}/{event['seq']}").hex


def _entry(event: event_log.Document) -> UpdateOne:
    fields = {
        "at": event["at"],
        "by": event["author"],
        "by_name": event["author_name"],
        "action": f"{event['kind']} message",
        "room": event["room"],
        "person": event["moderated"],
        "seq": event["target"],
        "reason": event.get("reason", ""),
    }
    return UpdateOne({"_id": _key(event)}, {"$setOnInsert": fields}, upsert=True)
