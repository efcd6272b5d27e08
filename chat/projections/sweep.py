"""The events of the log in batches, without a change stream: by the time at which they were stored, or all of
them, room by room. Blocks."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from chat.events.documents import Document
from chat.events.kinds import KINDS
from chat.projections.registry import StoredEvent
from chat.storage import event_log

MARGIN = timedelta(minutes=5)  # by which the clocks of instances may differ, and an insert may take
BATCH = 200
LARGE_BATCH = 1000  # where nobody waits for one of them


def since(
    at: datetime, kinds: Iterable[str] | None, session: ClientSession | None = None
) -> Iterator[list[StoredEvent]]:
    """Of these kinds, by the clocks of the instances that stored them. Every event stored before the
    `session` saw its first reply is among them."""
    wanted = {"kind": {"$in": list(KINDS if kinds is None else kinds)}, "at": {"$gte": at}}
    found = event_log.collection().find(wanted, session=session, batch_size=BATCH, hint="event_of_kind")
    with found.sort([("at", ASCENDING), ("seq", ASCENDING)]) as documents:
        yield from _batches(documents)


def of_room(room: str, kinds: Iterable[str] | None) -> Iterator[list[StoredEvent]]:
    """Every event of a room, of these kinds, by seq."""
    wanted = None if kinds is None else set(kinds)
    found = (doc for doc in event_log.whole(room) if wanted is None or doc["kind"] in wanted)
    yield from _batches(found, LARGE_BATCH)


def _batches(documents: Iterable[Document], size: int = BATCH) -> Iterator[list[StoredEvent]]:
    rest = iter(documents)
    while batch := [StoredEvent.of(document) for document in islice(rest, size)]:
        yield batch
