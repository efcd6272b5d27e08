"""Reads events, as pymongo documents. chat.storage.log_appends alone stores them, and only
chat.storage.log_removal changes what is stored.

All functions block; call them through chat.storage.executor. Reads are with read concern majority
(chatsite.settings.MONGODB_SAFETY). Errors of the database come out as pymongo's.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from chat.events import kinds, shown
from chat.events.documents import Document as Document
from chat.events.documents import id_of
from chat.events.kinds import MESSAGE
from chat.storage import collections, log_keys
from chat.storage.log_keys import Form

BATCH = 5000  # documents of one reply, where MongoDB's own first one has 101
OF_AUTHOR = "event_of_author"  # the index of what somebody did, by time
ROOM_CHANGES = "event_room_changes"  # the index of the events that change the room itself
SHOWN = "event_shown"  # the index of messages by the thread that they are in
THREADS = "event_threads"  # the index of what happened in threads
LOOKS = 3  # at a page that is not consecutive, which then stays so


def collection() -> Collection[Document]:
    return collections.collection(log_keys.COLLECTION)


def head(room: str) -> int:
    """The room's newest seq, 0 when it has no events."""
    newest = collection().find_one({"room": room}, {"seq": 1, "_id": 0}, sort=[("seq", DESCENDING)])
    return newest["seq"] if newest else 0


def after(room: str, seq: int, limit: int) -> list[Document]:
    """At most `limit` events beyond `seq`, oldest first."""
    place = {"room": room, "seq": {"$gt": seq, "$lte": seq + limit}}
    return _consecutive(lambda: collection().find(place).sort("seq", ASCENDING).batch_size(limit + 1))


def next_seq(room: str, seq: int) -> int | None:
    """The lowest seq beyond `seq` that there is; in a whole log the next one. None: there is none."""
    found = collection().find_one({"room": room, "seq": {"$gt": seq}}, {"seq": 1}, sort=[("seq", ASCENDING)])
    return found["seq"] if found else None


def before(room: str, seq: int | None, limit: int) -> list[Document]:
    """The newest `limit` events below `seq` (None: of all), oldest first."""
    place: Document = {"room": room} if seq is None else {"room": room, "seq": {"$lt": seq}}
    found = _consecutive(
        lambda: collection().find(place).sort("seq", DESCENDING).limit(limit).batch_size(limit + 1)
    )
    return found[::-1]


def shown_before(room: str, seq: int, limit: int) -> list[Document]:
    """The newest `limit` messages below `seq` that the room shows, oldest first: from the index of those
    without a thread, and from that of the replies that the room shows."""
    below = {"room": room, "kind": MESSAGE, "seq": {"$lt": seq}}
    newest: list[Document] = [{"$sort": {"seq": DESCENDING}}, {"$limit": limit}]
    replies = [{"$match": {**below, "also": True}}, *newest]
    union = {"coll": log_keys.COLLECTION, "pipeline": replies}
    stages = [{"$match": {**below, "thread": None}}, *newest, {"$unionWith": union}, *newest]
    return list(collection().aggregate(stages, hint=SHOWN, batchSize=limit + 1))[::-1]


def thread_before(room: str, thread: int, seq: int, limit: int) -> list[Document]:
    """The newest `limit` messages below `seq` of a thread, oldest first."""
    wanted = {"room": room, "thread": thread, "kind": MESSAGE, "seq": {"$lt": seq}}
    found = collection().find(wanted).sort("seq", DESCENDING).limit(limit)
    return list(found.hint(THREADS).batch_size(limit + 1))[::-1]


def first_replies(threads: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """By thread (its room, and its first message), the seq of the oldest reply. One command."""
    return _replies_at_end(threads, ASCENDING)


def newest_replies(threads: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The same of the newest one."""
    return _replies_at_end(threads, DESCENDING)


def _replies_at_end(threads: Iterable[tuple[str, int]], order: int) -> dict[tuple[str, int], int]:
    places = [{"room": room, "thread": thread} for room, thread in threads]
    same = [{"$eq": ["$room", "$$room"]}, {"$eq": ["$thread", "$$thread"]}]
    pipeline: list[Document] = [
        {"$match": {"$expr": {"$and": same}, "thread": {"$gt": 0}, "kind": MESSAGE}},
        {"$sort": {"seq": order}},
        {"$limit": 1},
        {"$project": {"_id": 0, "seq": 1}},
    ]
    let = {"room": "$room", "thread": "$thread"}
    look_up = {"from": log_keys.COLLECTION, "let": let, "pipeline": pipeline, "as": "end"}
    stages: list[Document] = [{"$documents": places}, {"$lookup": look_up}]
    found = collection().database.aggregate(stages, None, batchSize=len(places) + 1)
    return {(doc["room"], doc["thread"]): doc["end"][0]["seq"] for doc in found if doc["end"]}


def without_thread(room: str, seqs: Iterable[int]) -> dict[int, str]:
    """Of these seqs, the messages that are in no thread, deleted or not: the key of the author of each."""
    wanted = {"room": room, "seq": {"$in": sorted(seqs)}, "kind": MESSAGE, "thread": None}
    found = collection().find(wanted, {"_id": 0, "seq": 1, "author": 1})
    return {doc["seq"]: doc["author"] for doc in found}


def messages_from(room: str, seq: int, limit: int) -> list[Document]:
    """The oldest `limit` messages from `seq` on, oldest first, without those of threads."""
    wanted = {"room": room, "thread": None, "kind": MESSAGE, "seq": {"$gte": seq}}
    found = collection().find(wanted, hint=SHOWN).sort("seq", ASCENDING)
    return list(found.limit(limit).batch_size(limit + 1))


def times_of(room: str, seqs: Iterable[int]) -> dict[int, datetime]:
    """When the events at these seqs were stored. One command."""
    found = collection().find({"room": room, "seq": {"$in": list(seqs)}}, {"_id": 0, "seq": 1, "at": 1})
    return {doc["seq"]: doc["at"].replace(tzinfo=UTC) for doc in found.batch_size(BATCH)}


def _consecutive(ask: Callable[[], Iterable[Document]]) -> list[Document]:
    """What is asked; again, where it has a gap or a repeat. An event that gets its new key in this moment
    (chat.storage.log_upgrade) may be seen twice, or not, by a query that is under way."""
    for _ in range(LOOKS):
        documents = list(ask())
        seqs = [document["seq"] for document in documents]
        if not seqs or abs(seqs[-1] - seqs[0]) + 1 == len(seqs):
            break
    return documents


def at(room: str, seq: int) -> Document | None:
    return collection().find_one({"room": room, "seq": seq})


def at_places(places: Iterable[tuple[str, int]]) -> list[Document]:
    """The events at these places (room, seq), in order. One command."""
    wanted = _of_places("seq", places)
    if wanted is None:
        return []
    return sorted(collection().find(wanted, batch_size=BATCH), key=lambda doc: (doc["room"], doc["seq"]))


def changes_of(room: str, target: int, before: int | None, limit: int) -> list[Document]:
    """The newest `limit` events below `before` (None: of all) that name a message, oldest first."""
    below: Document = {} if before is None else {"seq": {"$lt": before}}
    found = collection().find({"room": room, "target": target, **below})
    return list(found.sort("seq", DESCENDING).limit(limit).batch_size(limit + 1))[::-1]


def of_kind(room: str, kind: str, target: int, before: int | None, limit: int) -> list[Document]:
    """The newest `limit` events of a kind below `before` (None: of all) that name a message, newest first."""
    below: Document = {} if before is None else {"seq": {"$lt": before}}
    found = collection().find({"room": room, "kind": kind, "target": target, **below})
    return list(found.sort("seq", DESCENDING).limit(limit).batch_size(limit + 1))


def _of_places(field: str, places: Iterable[tuple[str, int]]) -> Document | None:
    """A branch for each room, which is some seeks in an index; None where there are no places."""
    rooms: dict[str, set[int]] = {}
    for room, seq in places:
        rooms.setdefault(room, set()).add(seq)
    return (
        {"$or": [{"room": room, field: {"$in": sorted(seqs)}} for room, seqs in rooms.items()]}
        if rooms
        else None
    )


def next_by_others(room: str, seq: int, author: str, limit: int) -> dict[int, bool]:
    """The seqs of the oldest `limit` messages beyond `seq` that the room shows and that somebody else than
    `author` wrote, in order, and whether each is deleted. One command."""
    found = collection().aggregate(by_others(room, seq, author, limit), batchSize=limit + 1)
    return {doc["seq"]: doc["deleted"] for doc in found}


def by_others(room: str, seq: int, author: str, limit: int) -> list[Document]:
    """The same as stages of an aggregation of the events: {seq, deleted}."""
    place = {"room": room, "seq": {"$gt": seq}, **shown.STORED}
    wanted = {**place, "kind": MESSAGE, "author": {"$ne": author}}
    newest = [
        {"$match": {"room": room, "kind": {"$in": kinds.settling()}}},
        {"$sort": {"seq": DESCENDING}},
        {"$limit": 1},
    ]
    same = {"localField": "seq", "foreignField": "target"}
    change = {"$lookup": {"from": log_keys.COLLECTION, **same, "pipeline": newest, "as": "change"}}
    seen = {"_id": 0, "seq": 1, "deleted": {"$in": [{"$first": "$change.kind"}, kinds.deleting()]}}
    oldest: list[Document] = [{"$match": wanted}, {"$sort": {"seq": ASCENDING}}, {"$limit": limit}]
    return [*oldest, change, {"$project": seen}]


def last_message(room: str, author: str, since: datetime) -> datetime | None:
    """When somebody (a key) posted last in a room, deleted or not; None where that is not after `since`.

    Of what they did in all rooms since then the newest is read, down to that message.
    """
    wanted: Document = {"author": author, "at": {"$gt": since}, "room": room, "kind": MESSAGE}
    newest = collection().find_one(wanted, {"at": 1}, sort=[("at", DESCENDING)], hint=OF_AUTHOR)
    return newest["at"].replace(tzinfo=UTC) if newest else None


def of_room(room: str, kind: str, seq: int) -> list[Document]:
    """The events beyond `seq` that change the room itself, oldest first. `kind`: that of such events."""
    found = collection().find({"room": room, "kind": kind, "seq": {"$gt": seq}})
    return list(found.sort("seq", ASCENDING).hint(ROOM_CHANGES).batch_size(BATCH))


def moderation(since: datetime, limit: int) -> list[Document]:
    """The newest `limit` deletions and restorations that moderators made since a moment."""
    found = collection().find({"moderated": {"$gt": ""}, "at": {"$gte": since}})
    return list(found.sort("at", DESCENDING).limit(limit))


def by_id(room: str, ids: Iterable[str]) -> dict[str, Document]:
    """The events of a room that have one of these ids; in an OLD log, where ids are unique over all rooms,
    those of other rooms too."""
    place: Document = {} if log_keys.form() is Form.OLD else {"room": room}
    found = collection().find({**place, "_id": {"$in": log_keys.both(room, list(ids))}})
    return {id_of(doc): doc for doc in found.hint("_id_")}


def whole(room: str, page: int = 1000, only: Document | None = None) -> Iterator[Document]:
    """Every event of a room, oldest first, read by pages of seq so that no cursor grows old.

    `only`: a projection, which has to keep `seq`.
    """
    seq = 0

    def ask() -> Iterable[Document]:
        found = collection().find({"room": room, "seq": {"$gt": seq}}, only)
        return found.sort("seq", ASCENDING).limit(page).batch_size(page)

    while documents := _consecutive(ask):
        yield from documents
        seq = documents[-1]["seq"]


def rooms() -> list[str]:
    """Every room that has events, by its key in the log: the room itself may be missing."""
    return sorted(doc["_id"] for doc in collection().aggregate([{"$group": {"_id": "$room"}}]))


def estimate() -> int:
    """About how many events there are, by the collection's own count."""
    return collection().estimated_document_count()
