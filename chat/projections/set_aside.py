"""Events that a projection failed on. They wait here for somebody to have them handled again. Blocks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pymongo.collection import Collection

from chat.projections.models import SetAsideEvent
from chat.projections.registry import Projection, StoredEvent
from chat.storage import collections, event_log

MOST = 10_000  # kept of a projection; one that fails on more is to be rebuilt
ERROR = 1000  # characters


def kept() -> Collection[dict[str, Any]]:
    return collections.collection(SetAsideEvent._meta.db_table)


def keep(projection: Projection, event: StoredEvent, error: Exception) -> None:
    """Has the event wait, with what went wrong."""
    if kept().count_documents({"projection": projection.name}, limit=MOST) >= MOST:
        return
    fields = {"projection": projection.name, "room": event.room, "seq": event.seq}
    said = f"{type(error).__name__}: {error}"[:ERROR]
    kept().update_one(
        {"_id": _key(projection, event)},
        {"$set": {**fields, "error": said, "at": datetime.now(UTC)}, "$inc": {"attempts": 1}},
        upsert=True,
    )


def forget(projection: Projection, event: StoredEvent) -> None:
    kept().delete_one({"_id": _key(projection, event)})


def forget_all(projection: Projection) -> None:
    kept().delete_many({"projection": projection.name})


def of(projection: Projection) -> Iterator[StoredEvent]:
    """The events that wait, oldest first. Those that the log does not have any more are forgotten."""
    waiting = list(kept().find({"projection": projection.name}).sort("at", 1).limit(MOST))
    for each in waiting:
        document = event_log.at(each["room"], each["seq"])
        if document is None:
            kept().delete_one({"_id": each["_id"]})
        else:
            yield StoredEvent.of(document)


def count(name: str) -> int:
    return kept().count_documents({"projection": name})


def _key(projection: Projection, event: StoredEvent) -> str:
    return f"{projection.name}/{event.room}/{event.seq}"
