"""Finds searched messages by conditions, newest first, in a bounded time. Functions block.

The rarest condition leads. In few rooms, each room and key is a place in an index from which the newest
messages are read and merged. In many rooms the key alone is, and messages of other rooms are passed over
within the index. Messages with a word that is only begun have to be sorted: where they are many, the newest
day is looked at first, then the month before, and so on: each look costs a step for every word that begins
so, and a message that it finds too many costs much less.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
from pymongo import DESCENDING
from pymongo.errors import ExecutionTimeout, NetworkTimeout

from chat.search.conditions import Keys, SearchConditions
from chat.search.days import TimeSpan
from chat.search.stored import EVERYWHERE, IN_ROOMS, searched

MERGED = 150  # places in an index from which one query reads at a time; MongoDB merges 200
MERGED_BEGUN = 10  # the same for the beginning of a word, each of which is many places
COUNTED = 1000  # messages of a condition that are counted to find the rarest one
FEW = 200  # messages with a word that is begun which are sorted at once; to count them means to read them
SECONDS = 2.0  # for all that one search asks of the database
LATEST = datetime.max
MILLISECOND = timedelta(milliseconds=1)
WINDOW = timedelta(days=1)
WIDER = 32  # times the time of a window that the next one has
WINDOWS = 3  # before all the rest; what is not in them is seldom enough to be sorted
FIELDS = {"room": 1, "seq": 1, "at": 1, "line": 1}

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, and where. `rooms`: the ids of rooms, all of which the reader may see."""

    conditions: SearchConditions
    rooms: Collection[str]
    span: TimeSpan = field(default_factory=TimeSpan)


class TooBroad(Exception):
    """What was asked takes more of the database than one search may."""


@contextmanager
def bounded() -> Iterator[None]:
    """All commands within it take SECONDS at most. Raises TooBroad beyond."""
    try:
        with pymongo.timeout(SECONDS):
            yield
    except (ExecutionTimeout, NetworkTimeout) as error:
        raise TooBroad from error


def newest(sought: Sought, limit: int) -> list[Document]:
    """The newest `limit` messages, newest first."""
    if not sought.rooms:
        return []
    lead = rarest(sought)
    found: list[Document] = []
    for span in _spans(lead, sought):
        found += _find(lead, sought, span, limit - len(found))
        if len(found) >= limit:
            break
    return found


def rarest(sought: Sought) -> Keys:
    """The condition that the fewest messages have, as far as that is counted."""
    keys = sought.conditions.keys
    if len(keys) == 1:
        return keys[0]
    return min(keys, key=lambda key: (*_density(key, sought), bool(key.prefix)))


def _density(key: Keys, sought: Sought) -> tuple[int, datetime]:
    """How many messages have it; of what many have, how far back as many as are counted go: the further, the
    rarer."""
    number = count(key, sought)
    if number < COUNTED or key.prefix:
        return number, LATEST
    match, hint = _place(key, sought, sought.span)
    oldest = searched().find(match, {"_id": 0, "at": 1}, hint=hint).sort("at", DESCENDING)
    return number, next((each["at"] for each in oldest.skip(COUNTED - 1).limit(1)), LATEST)


def count(key: Keys, sought: Sought, most: int = COUNTED) -> int:
    match, hint = _place(key, sought, sought.span)
    return searched().count_documents(match, limit=most, hint=hint)


def any_has(key: Keys, sought: Sought) -> bool:
    match, hint = _place(key, sought, sought.span)
    return searched().find_one(match, {"_id": 1}, hint=hint) is not None


def any_of(sought: Sought, limit: int) -> list[Document]:
    """Some messages that have the only key, in no order."""
    [key] = sought.conditions.keys
    match, hint = _place(key, sought, sought.span)
    return list(searched().find(match, FIELDS, hint=hint, batch_size=limit + 1).limit(limit))


def _place(key: Keys, sought: Sought, span: TimeSpan) -> tuple[Document, str]:
    """Where in which index."""
    rooms = sorted(sought.rooms)
    match: Document = {"room": rooms[0] if len(rooms) == 1 else {"$in": rooms}, **key.matched}
    since, until = span
    at = {"$gte": since} if since else {}
    at |= {"$lt": until} if until else {}
    if at:
        match["at"] = at
    places = len(rooms) * (MERGED // MERGED_BEGUN if key.prefix else len(key.any_of))
    is_few = places <= MERGED
    return match, IN_ROOMS if is_few else EVERYWHERE


def _find(lead: Keys, sought: Sought, span: TimeSpan, limit: int) -> list[Document]:
    if not lead.prefix:
        return _sorted(lead, sought, span, limit, {"at": DESCENDING})
    found = _sorted(lead, sought, span, limit + 1, {"at": DESCENDING})
    found.sort(key=lambda each: (each["at"], *_place_of(each)), reverse=True)
    if len(found) <= limit or found[limit]["at"] != found[limit - 1]["at"]:
        return found[:limit]
    last = found[limit]["at"].replace(tzinfo=UTC)  # which messages of this moment were found is chance
    moment = TimeSpan(last, last + MILLISECOND)
    newer = [each for each in found if each["at"].replace(tzinfo=UTC) > last]
    by_place = {"room": DESCENDING, "seq": DESCENDING}
    return newer + _sorted(lead, sought, moment, limit - len(newer), by_place)


def _sorted(lead: Keys, sought: Sought, span: TimeSpan, limit: int, order: dict[str, int]) -> list[Document]:
    match, hint = _place(lead, sought, span)
    rest = sought.conditions.besides(lead)
    found = searched().find(match | rest, FIELDS, hint=hint, batch_size=limit + 1)
    return list(found.sort(order).limit(limit))


def _place_of(found: Document) -> tuple[str, int]:
    return found["room"], found["seq"]


def _spans(lead: Keys, sought: Sought) -> Iterator[TimeSpan]:
    """Newest first; one alone where the index has the order, or there is little to sort."""
    if not lead.prefix or count(lead, sought, FEW) < FEW:
        yield sought.span
        return
    until, size = sought.span.until, WINDOW
    newest_at = until or datetime.now(UTC)
    for _window in range(WINDOWS):
        since = newest_at - size
        if sought.span.since and since <= sought.span.since:
            break
        yield TimeSpan(since, until)
        until, size = since, size * WIDER
    yield TimeSpan(sought.span.since, until)
