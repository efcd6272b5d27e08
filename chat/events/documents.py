"""Events as documents of the log, and what is wrong with a document (no I/O)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from chat.actors.author import Author
from chat.events.base import UnknownEvent, WireEvent
from chat.events.files import Files
from chat.events.kinds import KINDS, kind_of

Document = dict[str, Any]


@lru_cache(maxsize=16)  # all events of a batch have the same
def moment(at: datetime) -> str:
    """`at` (UTC, naive or aware) as the wire writes it, to the millisecond."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def hyphened(key: str) -> str:
    """32 hexadecimal digits, as Django stores a UUID, in the form of the wire."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def id_of(doc: Document) -> str:
    """The event's id, which its client made, out of the key of its document (chat.storage.log_keys)."""
    return str(doc["_id"]).removeprefix(f"{doc['room']}/")


def document_of(event: WireEvent, author: str, at: datetime) -> Document:
    """The document of an event that has its place. `author`: the key of its author. Of `_id`,
    chat.storage.log_keys makes the key."""
    document: Document = {
        "_id": event.id,
        "room": event.room,
        "seq": event.seq,
        "kind": event.kind,
        "author": author,
        "author_username": event.author.username,
        "author_name": event.author.name,
        "at": at,
    }
    for name in event.stored:
        value = getattr(event, name)
        if value is not None and value is not UNSET:
            document[name] = msgspec.to_builtins(value) if isinstance(value, Struct | list) else value
    return document


def from_document(doc: Document) -> WireEvent:
    """The event of a document, freshly rendered."""
    kind = kind_of(doc)
    if kind is UnknownEvent:
        own = {"kind": doc["kind"], "target": doc.get("target") or UNSET}
    else:
        own = {name: doc[name] for name in kind.stored if name in doc}
        if "files" in own:
            own["files"] = msgspec.convert(own["files"], Files)
    event = kind(
        room=doc["room"],
        seq=doc["seq"],
        id=id_of(doc),
        author=Author(hyphened(doc["author"]), doc["author_username"], doc["author_name"]),
        at=moment(doc["at"]),
        **own,
    )
    event.complete()
    return event


def readable(documents: Iterable[Document]) -> list[WireEvent]:
    """The events of these documents. One that cannot be read was damaged by hand: it is left out, as if it
    were missing, so that the room goes on without it; verify_log names it."""
    events = []
    for document in documents:
        try:
            events.append(from_document(document))
        except (KeyError, TypeError, AttributeError, ValueError):
            continue
    return events


def faults(
    doc: Document, is_message: Callable[[Any], bool], may_have_replies: Callable[[Any], bool]
) -> Iterator[str]:
    """What is wrong with a document by itself, and with what it names. Of a field that names no message only
    that it is there is looked at. A kind of a newer version is let be.

    `is_message`: whether a message stands at a seq, up to the document's own; `may_have_replies`: whether one
    does that is in no thread.
    """
    kind = kind_of(doc)
    if kind is UnknownEvent:
        return
    name = doc["kind"]
    missing = [field for field in required(kind) if doc.get(field) is None]
    yield from (f"this {name} has no {field}" for field in missing if field != kind.names)
    if kind.names in missing:
        yield f"this {name} names no message"
    named = doc.get(kind.names) if kind.names else None
    if named is not None and (named == doc["seq"] or not is_message(named)):
        yield f"this {name} names {named}, which is no message before it"
    thread = doc.get("thread")
    if thread is not None and (thread == doc["seq"] or not may_have_replies(thread)):
        yield f"this {name} names {thread}, which is no first message of a thread before it"


def required(kind: type[WireEvent]) -> list[str]:
    """The stored fields that each event of this kind has."""
    needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
    return [name for name in kind.stored if name in needed]


def stored_fields() -> dict[str, Any]:
    """The types of all fields that some kind stores beside what every event has, by name."""
    found: dict[str, Any] = {}
    for kind in KINDS.values():
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        found |= {name: types[name] for name in kind.stored}
    return found
