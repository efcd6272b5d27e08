"""Stores events, as pymongo documents: a place (room, seq) that is taken stops an insert.

All functions block; call them through chat.storage.executor. Writes are with majority and journal
(chatsite.settings.MONGODB_SAFETY). What goes wrong is in the outcome.

A document has these fields, and those that its kind stores (chat.events.kinds):

| field | what | from |
| --- | --- | --- |
| `_id` | the event's id; it is stored as room and id (chat.storage.log_keys) | the client |
| `room`, `seq` | its place, which is unique | the writer: the head that it knows, and on |
| `kind` | the name of its kind | the client's request |
| `author` | the key of the account that made it | the actor |
| `author_username`, `author_name` | what that account was called then | the actor |
| `at` | when its batch was sent to MongoDB, to the millisecond | the clock of the instance |
| `moderated`, `reason` | of a deletion or restoration by a moderator: whose message, and why | the rules |
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from chat.events.documents import Document
from chat.storage import event_log, insert_command, log_keys
from chat.storage.log_keys import Form
from chatsite.mongo.errors import DUPLICATE_KEY


class Clash(Enum):
    """Why an insert stopped."""

    NONE = "none"
    PLACE = "place"  # another process took the seq
    ID = "id"  # the event is there already
    UNCLEAR = "unclear"  # it may or may not be stored


@dataclass(frozen=True, slots=True)
class AppendOutcome:
    """Of the documents in order, the first `stored` are durable, and `clash` stopped the next one."""

    stored: int
    clash: Clash = Clash.NONE


def insert(documents: list[Document]) -> AppendOutcome:
    """Appends numbered documents of one room, in order, as far as nothing is in the way.

    The `_id` of a document is the id of its event: how it is stored, chat.storage.log_keys knows.
    """
    try:
        form = log_keys.form()
        if form is Form.MIXED and _known_by_old_keys(documents):
            return AppendOutcome(0, Clash.ID)
        stored = [log_keys.stored(document, form) for document in documents]
        answer = insert_command.insert(event_log.collection(), stored, ordered=True)
    except PyMongoError:
        return AppendOutcome(0, Clash.UNCLEAR)
    return _stopped(answer) if _is_stopped(answer) else AppendOutcome(len(documents))


def insert_apart(documents: list[Document]) -> list[AppendOutcome]:
    """Appends numbered documents, each of another room, so that none stops another one."""
    try:
        form = log_keys.form()
        known = _known_by_old_keys(documents) if form is Form.MIXED else set()
        outcomes = [AppendOutcome(0, Clash.ID) if _place(doc) in known else None for doc in documents]
        new = [log_keys.stored(doc, form) for doc in documents if _place(doc) not in known]
        made = iter(_insert_new_apart(new))
    except PyMongoError:
        return [AppendOutcome(0, Clash.UNCLEAR)] * len(documents)
    return [outcome or next(made) for outcome in outcomes]


def _insert_new_apart(documents: list[Document]) -> list[AppendOutcome]:
    answer = insert_command.insert(event_log.collection(), documents, ordered=False) if documents else {}
    return _stopped_apart(answer, len(documents))


def _is_stopped(answer: Document) -> bool:
    return any(answer.get(name) for name in ("writeErrors", "writeConcernError", "writeConcernErrors"))


def _is_unconfirmed(answer: Document) -> bool:
    """Was it stored, as far as there were no errors, and not confirmed as it has to be?"""
    return bool(answer.get("writeConcernError") or answer.get("writeConcernErrors"))


def _place(document: Document) -> tuple[str, str]:
    return document["room"], document["_id"]


def _known_by_old_keys(documents: list[Document]) -> set[tuple[str, str]]:
    """Of documents about to be stored in a MIXED log, by room and id, those that it has under their old key.

    That is exact. A process that numbers a document n + 1 has seen n, and what is stored after it takes
    n + 1 or more, so that the insert collides with it on its place. For that the primary has to return all
    that it has, confirmed or not.
    """
    local = event_log.collection().with_options(read_concern=ReadConcern("local"))
    found = local.find({"_id": {"$in": [document["_id"] for document in documents]}}, {"room": 1})
    return {_place(document) for document in found} & {_place(document) for document in documents}


def _stopped(answer: Document) -> AppendOutcome:
    errors = answer.get("writeErrors") or []
    if _is_unconfirmed(answer) or not errors:
        return AppendOutcome(0, Clash.UNCLEAR)
    clash = _clash(errors[0])
    return AppendOutcome(0 if clash is Clash.UNCLEAR else errors[0]["index"], clash)


def _stopped_apart(answer: Document, count: int) -> list[AppendOutcome]:
    if _is_unconfirmed(answer):
        return [AppendOutcome(0, Clash.UNCLEAR)] * count
    clashes = {error["index"]: _clash(error) for error in answer.get("writeErrors", ())}
    return [AppendOutcome(0, clashes[i]) if i in clashes else AppendOutcome(1) for i in range(count)]


def _clash(error: Any) -> Clash:
    if error["code"] == log_keys.REFUSED:
        log_keys.forget()  # the log has gone on to new keys since we looked
    if error["code"] != DUPLICATE_KEY:
        return Clash.UNCLEAR
    return Clash.ID if "_id" in error.get("keyPattern", {}) else Clash.PLACE
