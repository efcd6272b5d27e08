"""Keeps what messages are found by as the log has them (chat.projections). Functions block.

A document replaces none that knows a later event. One of a new message is made from that alone; each change
makes it again, from the message and what counts of all its changes, which are read then. So it is the same in
whatever order events come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import UNSET
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from chat.actors.author import Author
from chat.events import fold, kinds
from chat.events.change import Change
from chat.events.documents import hyphened
from chat.events.kinds import MESSAGE
from chat.events.message import Message
from chat.models import Room
from chat.projections.registry import StoredEvent
from chat.queries import changes
from chat.search import marks, segmentation
from chat.search.stored import IN_ROOMS, key_of, searched
from chat.storage import collections, event_log
from chatsite.mongo.errors import DUPLICATE_KEY

Document = dict[str, Any]
Place = tuple[str, int]
SEARCHED = {"pinned"}  # of the fields that changes leave on messages


def wanted_kinds() -> list[str]:
    """The kinds of events after which a message is found by other words, or not at all."""
    changes = kinds.changes().items()
    texts = [name for name, kind in changes if "text" in kind.stored]
    marking = [name for name, kind in changes if SEARCHED & kind.leaves.keys()]
    return list(dict.fromkeys([MESSAGE, *texts, *kinds.settling(), *marking]))


def handle(events: Sequence[StoredEvent]) -> None:
    """Of those kinds."""
    messages = {(event.room, event.seq): event.document for event in events if event.kind == MESSAGE}
    targets = {(event.room, event.document["target"]) for event in events if event.kind != MESSAGE}
    targets |= {
        (room, document["thread"]) for (room, _), document in messages.items() if document.get("thread")
    }
    for document in event_log.at_places(targets - messages.keys()):
        if document["kind"] == MESSAGE:
            messages[document["room"], document["seq"]] = document
    there = _existing({room for room, _ in messages})
    changed = _changes_of(targets & messages.keys())
    entries = {place: _entry(messages[place], changed[place]) for place in messages if place[0] in there}
    _insert([entry for place, entry in entries.items() if place not in targets])
    _replace([entry for place, entry in entries.items() if place in targets])


def _changes_of(places: Iterable[Place]) -> defaultdict[Place, list[Change]]:
    found: defaultdict[Place, list[Change]] = defaultdict(list)
    for change in changes.newest(places):
        found[change.room, change.target].append(change)
    return found


def _existing(rooms: set[str]) -> set[str]:
    found = collections.collection(Room._meta.db_table).find({"_id": {"$in": list(rooms)}}, {"_id": 1})
    return {doc["_id"] for doc in found}


def _entry(document: Document, events: list[Change]) -> Document:
    message = _message(document)
    for change in events:
        fold.apply(message, change)
    entry = {
        "_id": key_of(message.room, message.seq),
        "room": message.room,
        "seq": message.seq,
        "rev": message.rev,
        "at": document["at"],
        "words": [],
        "line": "",
    }
    if not message.is_deleted:
        files = document.get("files")
        found = list(segmentation.tokens(f"{message.text}\n{marks.file_names(files)}"))
        entry["words"] = [*_marks(document, message), *segmentation.keys(found)]
        entry["line"] = segmentation.line(found)
    return entry


def _message(document: Document) -> Message:
    """The message as it was posted, without its HTML."""
    return kinds.kind_of(document)(
        room=document["room"],
        seq=document["seq"],
        rev=document["seq"],
        id="",
        author=Author(hyphened(document["author"]), "", ""),
        text=document["text"],
        mentions=document.get("mentions") or UNSET,
    )  # type: ignore[call-arg, return-value]


def _marks(document: Document, message: Message) -> list[str]:
    found = [marks.ANY, marks.author(document["author"])]
    found += map(marks.mention, message.mentions or ())
    found += marks.of_text(message.text)
    found += marks.of_files(document.get("files"))
    if getattr(message, "pinned", UNSET) is True:
        found.append(marks.PINNED)
    if document.get("thread") or message.replies:
        found.append(marks.THREAD)
    return found


def _insert(entries: list[Document]) -> None:
    """Of messages that are probably new: an insert costs much less than an update that finds nothing."""
    if not entries:
        return
    try:
        searched().insert_many(entries, ordered=False)
    except BulkWriteError as error:
        _replace([entries[failed["index"]] for failed in _duplicates(error)])


def _replace(entries: list[Document]) -> None:
    writes = [
        UpdateOne({"_id": entry["_id"], "rev": {"$lte": entry["rev"]}}, {"$set": entry}, upsert=True)
        for entry in entries
    ]
    if not writes:
        return
    try:
        searched().bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        _duplicates(error)  # what is stored knows a later event


def _duplicates(error: BulkWriteError) -> list[dict[str, Any]]:
    """The writes that failed for a document that is there. Raises the error if others failed."""
    failed: list[dict[str, Any]] = error.details["writeErrors"]
    if any(each["code"] != DUPLICATE_KEY for each in failed) or error.details.get("writeConcernErrors"):
        raise error
    return failed


def drop_orphans() -> None:
    """After a rebuild: what is left of rooms that are gone."""
    for room in _rooms():
        if not _existing({room}):
            searched().delete_many({"room": room})


def _rooms() -> Iterator[str]:
    """The rooms that have entries, by one step in an index each."""
    last = ""
    while found := searched().find_one(
        {"room": {"$gt": last}}, {"room": 1}, sort=[("room", 1)], hint=IN_ROOMS
    ):
        last = found["room"]
        yield last
