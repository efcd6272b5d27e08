"""The log of what must reach open sockets and is no room's event. Functions block; see chat.pool.

| kind | data | meaning |
| --- | --- | --- |
| person | user | suspended, let in again, renamed or deleted: look again |
| session | session (its digest) | a browser's session ended |
| token | token (its digest) | a program's token was revoked |
| room | room | its state, bans or moderators changed: look again |
| left | room, user, reason | kicked, banned: no longer follows the room |
| news | text | an announcement to everyone who is connected |
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from chat import store

PERSON, SESSION, TOKEN, ROOM, LEFT, NEWS = "person", "session", "token", "room", "left", "news"
KINDS = frozenset((PERSON, SESSION, TOKEN, ROOM, LEFT, NEWS))

# Serving processes hang themselves in here to look at once; others find it by polling.
on_append: list[Callable[[], None]] = []


def collection() -> Collection[dict[str, Any]]:
    return store.collection("chat_notice")


def head() -> int:
    newest = collection().find_one({}, {"_id": 1}, sort=[("_id", DESCENDING)])
    return newest["_id"] if newest else 0


def append(kind: str, **data: Any) -> int:
    """Adds one notice and tells its seq. Durable when this returns."""
    while True:
        seq = head() + 1
        try:
            collection().insert_one({"_id": seq, "kind": kind, "data": data, "at": datetime.now(UTC)})
        except DuplicateKeyError:
            continue  # somebody was quicker: look again
        for told in on_append:
            told()
        return seq


def after(seq: int, limit: int = 500) -> list[dict[str, Any]]:
    """The notices beyond `seq`, oldest first."""
    return list(collection().find({"_id": {"$gt": seq}}).sort("_id", ASCENDING).limit(limit))
