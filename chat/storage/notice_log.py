"""The log of what must reach open sockets and is no room's event. Functions block; see chat.storage.executor.

| kind | data | meaning |
| --- | --- | --- |
| person | user | suspended, unsuspended, renamed or deleted: look again |
| session | session (its digest) | a browser's session ended |
| renewed | user, session, renewed, proof | the session that changed its password goes on under another key |
| token | token (its digest) | a program's token was revoked |
| room | room | its state, bans or moderators changed: look again |
| left | room, user, reason | kicked, banned: no longer follows the room |
| members | room, users | these people became members, or are none any more: look again |
| profile | user | their name, picture, status or quiet hours changed: send it to those who see them |
| news | text | an announcement to everyone who is connected |
| workspace | | its name or its rules for sign-ups changed: look again |
| appended | room | has new events, which the channel layer could not deliver |

An instance of another version ignores fields that it does not know, and kinds. Versions up to 0.1.0 do not
ignore fields: they pass over the whole notice. So these kinds always have these fields, and what is new to
say gets a kind of its own.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django_mongodb_backend.transaction import on_commit
from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from chat.storage import collections
from chatsite.mongo.errors import DUPLICATE_KEY

USER, SESSION, RENEWED, TOKEN = "person", "session", "renewed", "token"
ROOM, LEFT, MEMBERS, NEWS, APPENDED = "room", "left", "members", "news", "appended"
PROFILE, WORKSPACE = "profile", "workspace"
KINDS = frozenset((USER, SESSION, RENEWED, TOKEN, ROOM, LEFT, MEMBERS, NEWS, APPENDED, PROFILE, WORKSPACE))

# Serving processes hang themselves in here to look at once; others find it by polling.
on_append: list[Callable[[], None]] = []


def collection() -> Collection[dict[str, Any]]:
    return collections.collection("chat_notice")


def head() -> int:
    newest = collection().find_one({}, {"_id": 1}, sort=[("_id", DESCENDING)], session=collections.session())
    return newest["_id"] if newest else 0


def append(kind: str, **data: Any) -> int:
    """Adds one notice and returns its seq. Durable when this returns, or with the transaction around it."""
    return append_each([(kind, data)])


def append_each(notices: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """The same with several, each a kind and its data; in this order, not necessarily one behind the other.
    Returns the seq of the last one, 0 where there are none."""
    session, waiting, last = collections.session(), list(notices), 0
    while waiting:
        first, at = head() + 1, datetime.now(UTC)
        documents = [
            {"_id": seq, "kind": kind, "data": data, "at": at}
            for seq, (kind, data) in enumerate(waiting, start=first)
        ]
        stored = _insert(documents, session)
        waiting, last = waiting[stored:], first + stored - 1
    if last:
        for callback in on_append:
            on_commit(callback)
    return last


def _insert(documents: list[dict[str, Any]], session: ClientSession | None) -> int:
    """How many of them were stored, up to the place that somebody else was quicker to take."""
    try:
        collection().insert_many(documents, session=session)
    except BulkWriteError as error:
        failed = error.details["writeErrors"]
        if not failed or failed[0]["code"] != DUPLICATE_KEY:
            raise
        if session is not None:  # it has ended the transaction, which begins again
            raise DuplicateKeyError(failed[0]["errmsg"], DUPLICATE_KEY) from error
        return int(error.details["nInserted"])
    return len(documents)


def after(seq: int, limit: int = 500) -> list[dict[str, Any]]:
    """The notices beyond `seq`, oldest first."""
    return list(collection().find({"_id": {"$gt": seq}}).sort("_id", ASCENDING).limit(limit))
