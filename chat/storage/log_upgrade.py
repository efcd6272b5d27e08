"""Takes a log from its OLD keys to the NEW ones (chat.storage.log_keys), while instances serve. Blocks."""

from collections.abc import Iterator

from django.db import connection

from chat.storage import collections, event_log, log_keys
from chat.storage.log_keys import Form
from chat.storage.transaction import together

BATCH = 200  # events of one transaction
LOOKED_AT = 2000  # keys of one query


def can_upgrade() -> bool:
    """Has this MongoDB transactions? Without them an event would be missing for a moment."""
    return bool(connection.features._supports_transactions)  # type: ignore[attr-defined]


def rekey() -> Iterator[int]:
    """Gives every event of a MIXED log its new key, and makes the log NEW. Yields, again and again, how many
    more events it has looked at. Cut off, it is safe to begin again."""
    for room in event_log.rooms():
        yield from _rekey_room(room)
    log_keys.set_form(Form.NEW)


def _rekey_room(room: str) -> Iterator[int]:
    seq = 0
    while found := _keys(room, seq):
        old = [event["seq"] for event in found if not _is_new(event, room)]
        for start in range(0, len(old), BATCH):
            together(lambda some=old[start : start + BATCH]: _move(room, some))  # type: ignore[misc]
        seq = found[-1]["seq"]
        yield len(found)


def _keys(room: str, seq: int) -> list[event_log.Document]:
    """Key and seq of the events beyond `seq`, oldest first."""
    found = event_log.collection().find({"room": room, "seq": {"$gt": seq}}, {"seq": 1})
    return list(found.sort("seq", 1).limit(LOOKED_AT).batch_size(LOOKED_AT))


def _move(room: str, seqs: list[int]) -> None:
    """In a transaction, for a key cannot be changed: the documents go, and come again under another one."""
    events, session = event_log.collection(), collections.session()
    there = events.find({"room": room, "seq": {"$in": seqs}}, session=session)
    moved = [event for event in there if not _is_new(event, room)]
    if not moved:
        return
    events.delete_many({"room": room, "_id": {"$in": [event["_id"] for event in moved]}}, session=session)
    events.insert_many([log_keys.stored(event, Form.MIXED) for event in moved], session=session)


def _is_new(event: event_log.Document, room: str) -> bool:
    return str(event["_id"]).startswith(f"{room}/")
