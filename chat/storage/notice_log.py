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

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django_mongodb_backend.transaction import on_commit
from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from chat.storage import collections

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
    session = collections.session()
    while True:
        seq = head() + 1
        notice = {"_id": seq, "kind": kind, "data": data, "at": datetime.now(UTC)}
        try:
            collection().insert_one(notice, session=session)
        except DuplicateKeyError:
            if session is not None:
                raise  # it has ended the transaction, which begins again
            continue  # somebody was quicker: look again
        for callback in on_append:
            on_commit(callback)
        return seq


def after(seq: int, limit: int = 500) -> list[dict[str, Any]]:
    """The notices beyond `seq`, oldest first."""
    return list(collection().find({"_id": {"$gt": seq}}).sort("_id", ASCENDING).limit(limit))
