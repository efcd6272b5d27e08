"""The keys of the log: the `_id` of an event is its room and its id, "general/<uuid>". Blocks.

So an id is unique within its room, and every unique key of the log begins with the room. Versions before had
the id alone as `_id`. Which form the log takes is written in MongoDB's own options of the collection, and
MongoDB keeps it: an insert of an event with another form of key is refused, whatever version makes it.

| validator | form | `_id` of new events | `_id` of stored events |
| --- | --- | --- | --- |
| none | OLD | the id | the id |
| on inserts (moderate) | MIXED | room and id | both |
| strict | NEW | room and id | room and id |

A log goes from OLD over MIXED to NEW and never back (chat.storage.log_upgrade). A new log begins as NEW.
"""

import time
from enum import Enum
from typing import Any

from chat.storage import collections

COLLECTION = "chat_event"
VALIDATOR = {"_id": {"$regex": "/"}}
REFUSED = 121  # the code of MongoDB's DocumentValidationFailure
LOOK_AGAIN = 5.0  # seconds between looks whether a MIXED log has become NEW


class Form(Enum):
    OLD = "old"
    MIXED = "mixed"
    NEW = "new"


_known: tuple[Form, float] | None = None  # with when to look again (monotonic)


def form() -> Form:
    """The form of the log, as this process knows it.

    One that is OLD here may have gone on meanwhile: then MongoDB refuses the next insert, and `forget` has to
    be called. One that is MIXED here may be NEW, which costs a look-up and nothing else.
    """
    global _known
    known = _known
    if known is None or (known[0] is Form.MIXED and time.monotonic() > known[1]):
        known = _known = (_stored_form(), time.monotonic() + LOOK_AGAIN)
    return known[0]


def forget() -> None:
    """The form is looked up again."""
    global _known
    _known = None


def _stored_form() -> Form:
    options = collections.collection(COLLECTION).options()
    if "validator" not in options:
        return Form.OLD
    return Form.MIXED if options.get("validationLevel") == "moderate" else Form.NEW


def set_form(form: Form) -> None:
    """Has MongoDB keep the next form from now on. OperationFailure where the account may not do so."""
    level = "moderate" if form is Form.MIXED else "strict"
    database = collections.collection(COLLECTION).database
    change = {"validator": VALIDATOR, "validationLevel": level, "writeConcern": {"w": "majority"}}
    database.command({"collMod": COLLECTION, **change})
    forget()


def stored(document: dict[str, Any], form: Form) -> dict[str, Any]:
    """An event's document, whose `_id` is its id, with the key that a log of this form takes."""
    if form is Form.OLD:
        return document
    return {**document, "_id": f"{document['room']}/{document['_id']}"}


def both(room: str, ids: list[str]) -> list[str]:
    """The keys under which events with these ids may be stored."""
    return [*(f"{room}/{id}" for id in ids), *ids]
