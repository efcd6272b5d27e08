"""Files that nobody needs any more: never used, of deleted messages, of rooms that are gone. Blocks.

A file is looked at when its row says so, and the log and the room say whether it is needed. So whatever sets
`expires_at` may do so too early or twice.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save

from chat.events import kinds
from chat.files import contents
from chat.files.checking import queue_check
from chat.files.claims import LAPSES, event_of
from chat.files.stored import Row, State, files, keys_of
from chat.models import Room, User
from chat.projections.registry import StoredEvent
from chat.queries import changes
from chat.storage import event_log

MOST = 200  # files of one turn
STUCK = timedelta(minutes=2)  # after which a file whose check was not queued is queued again


def kept_deleted() -> timedelta:
    """How long the files of a deleted message are kept, for a restoration."""
    return timedelta(days=settings.WICK_FILES_DELETED_DAYS)


def sweep() -> int:
    """One turn: deletes what is due and not needed. How many files were looked at?"""
    now = datetime.now(UTC)
    due = list(files().find({"expires_at": {"$lte": now}}).limit(MOST))
    for row in due:
        _look_at(row, now)
    return len(due)


def _look_at(row: Row, now: datetime) -> None:
    needed_until = _needed_until(row, now)
    if needed_until is not None and needed_until <= now:
        same = {"_id": row["_id"], "room": row["room"], "post": row["post"], "claimed_at": row["claimed_at"]}
        if files().delete_one(same).deleted_count:
            contents.delete_all(row["_id"], row["parts"])
        return
    files().update_one({"_id": row["_id"]}, {"$set": {"expires_at": needed_until}})


def _needed_until(row: Row, now: datetime) -> datetime | None:
    """None: for as long as its message stands."""
    if row["post"] and not Room.objects.filter(pk=row["room"]).exists():
        return now
    event = event_of(row)
    if event is None:
        claimed = row["claimed_at"]
        return now if claimed is None or row["refused"] else max(now, claimed.replace(tzinfo=UTC) + LAPSES)
    deleted_at = _deleted_at(event["room"], event["seq"])
    return None if deleted_at is None else deleted_at + kept_deleted()


def _deleted_at(room: str, seq: int) -> datetime | None:
    """When a message was deleted that is deleted now."""
    settling = [change for change in changes.newest([(room, seq)]) if change.stands is not None]
    if not settling or settling[-1].stands:
        return None
    return datetime.fromisoformat(settling[-1].at)


def handle(events: Sequence[StoredEvent]) -> None:
    """The projection: the files of deleted messages are looked at when they need not be kept any longer."""
    for event in events:
        if event.kind not in kinds.deleting():
            continue
        target = event_log.at(event.room, event.document["target"])
        ids = [file["id"] for file in (target or {}).get("files", ())]
        if ids:
            wanted = {"_id": {"$in": keys_of(ids)}, "room": event.room}
            files().update_many(wanted, {"$set": {"expires_at": event.at + kept_deleted()}})


def queue_stuck() -> None:
    """Checks that were not queued, since the process ended then."""
    late = {"state": State.CHECKING.value, "created_at": {"$lt": datetime.now(UTC) - STUCK}}
    for row in files().find(late, {"_id": 1}).limit(MOST):
        queue_check(row["_id"])


def connect() -> None:
    post_delete.connect(_room_deleted, sender=Room, dispatch_uid="files")
    post_save.connect(_user_saved, sender=User, dispatch_uid="files")


def _room_deleted(instance: Room, **_: Any) -> None:
    _expire({"room": instance.pk})


def _user_saved(instance: User, **_: Any) -> None:
    if not instance.is_active:
        _expire({"owner": instance.pk.hex, "post": ""})


def _expire(wanted: Row) -> None:
    files().update_many(wanted, {"$set": {"expires_at": datetime.now(UTC)}})
