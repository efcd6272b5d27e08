"""Makes the entries from what is stored in the log (chat.projections). Functions block.

An entry is made once, and what was done to its message is applied by the number of the event that did it. So
it is the same in whatever order the events come. Deletions are looked up after the entries are stored: one
that was handled before finds none, and is found here.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from pymongo import DESCENDING, DeleteMany, UpdateMany, UpdateOne

from chat.events import kinds
from chat.events.kinds import MESSAGE
from chat.events.shown import is_shown_as
from chat.for_you import live
from chat.for_you.recipients import Addressee, Place, recipients
from chat.for_you.stored import MOST, entries, key_of
from chat.projections.registry import StoredEvent
from chat.storage import event_log

TRIMMED = 0.05  # how often a new entry has the oldest ones of its person dropped
HISTORY = timedelta(days=1)  # what is older when it is first seen was imported, and is not news
WRITES = 1000  # of one command
Write = UpdateOne | UpdateMany | DeleteMany


def handle(events: Sequence[StoredEvent]) -> None:
    """Of the kinds that post, delete and restore messages."""
    messages = [event for event in events if event.kind == MESSAGE and event.is_addressed]
    settling = [event for event in events if event.kind != MESSAGE]
    if not messages and not settling:
        return
    found = recipients(messages)
    _write(_new_entry(each) for each in found)
    settled = {(each.event.room, each.event.seq) for each in found}
    settled |= {(event.room, event.document["target"]) for event in settling}
    _settle(settled)
    users = {each.user for each in found} | _users_of(settling)
    _trim(user for user in users if random.random() < TRIMMED)  # noqa: S311
    live.announce([str(UUID(user)) for user in users])


def _new_entry(recipient: Addressee) -> UpdateOne:
    event, user = recipient.event, recipient.user
    made = {
        "user": user,
        "room": event.room,
        "seq": event.seq,
        "kind": recipient.kind,
        "at": event.at,
        "outside": recipient.outside,
        "by": 0,
        "gone": False,
        "read": datetime.now(UTC) - event.at > HISTORY,
        "expires_at": event.at + timedelta(days=settings.WICK_FOR_YOU_DAYS),
    }
    if not is_shown_as(event.document):
        made["thread"] = event.document["thread"]
    key = {"_id": key_of(user, event.room, event.seq)}
    return UpdateOne(key, {"$setOnInsert": made, "$set": {"stale": False}}, upsert=True)


def _settle(places: set[Place]) -> None:
    """What became of these messages is applied to their entries."""
    if not places:
        return
    rooms: dict[str, list[int]] = {}
    for room, seq in places:
        rooms.setdefault(room, []).append(seq)
    branches = [
        {"room": room, "kind": {"$in": kinds.settling()}, "target": {"$in": seqs}}
        for room, seqs in rooms.items()
    ]
    shown = {"_id": 0, "room": 1, "seq": 1, "target": 1, "kind": 1}
    newest = {(doc["room"], doc["target"]): doc for doc in _by_seq({"$or": branches}, shown)}
    deleting = kinds.deleting()
    _write(
        UpdateMany(
            {"room": room, "seq": seq, "by": {"$lt": doc["seq"]}},
            {"$set": {"by": doc["seq"], "gone": doc["kind"] in deleting}},
        )
        for (room, seq), doc in newest.items()
    )


def _by_seq(wanted: dict[str, Any], shown: dict[str, int]) -> list[dict[str, Any]]:
    return sorted(event_log.collection().find(wanted, shown), key=lambda doc: doc["seq"])


def _users_of(events: Sequence[StoredEvent]) -> set[str]:
    """Whose entries are of messages that these events delete or restore."""
    places = [{"room": event.room, "seq": event.document["target"]} for event in events]
    if not places:
        return set()
    return {doc["user"] for doc in entries().find({"$or": places}, {"_id": 0, "user": 1})}


def _trim(users: Iterable[str]) -> None:
    """Drops all but the newest entries of these people."""
    for user in users:
        beyond = entries().find({"user": user}, {"at": 1}).sort("at", DESCENDING).skip(MOST).limit(1)
        for oldest in beyond:
            entries().delete_many({"user": user, "at": {"$lte": oldest["at"]}})


def _write(writes: Iterable[Write]) -> None:
    rest = iter(writes)
    while batch := list(islice(rest, WRITES)):
        entries().bulk_write(batch, ordered=False)
