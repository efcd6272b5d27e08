"""The only reader and writer of the events collection: what is stored, as pymongo documents.

All functions block; call them through chat.pool. Reads are with read concern majority, writes with
majority and journal (chatsite.settings.MONGODB_SAFETY). Errors of the database come out as pymongo's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from chat import store

Document = dict[str, Any]
NO_REPLICA_SET = 123  # the code of MongoDB's NotAReplicaSet
HEADS_A_QUERY = 200  # branches of one $or: each is one seek in the index (room, seq)


class Clash(Enum):
    """Why an insert stopped."""

    NONE = "none"
    PLACE = "place"  # another process took the seq
    ID = "id"  # the event is there already
    UNCLEAR = "unclear"  # it may or may not be stored


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the documents in order, the first `stored` are durable, and `clash` stopped the next one."""

    stored: int
    clash: Clash = Clash.NONE


def collection() -> Collection[Document]:
    return store.collection("chat_event")


def head(room: str) -> int:
    """The room's newest seq, 0 when it has no events."""
    newest = collection().find_one({"room": room}, {"seq": 1, "_id": 0}, sort=[("seq", DESCENDING)])
    return newest["seq"] if newest else 0


def heads(rooms: Iterable[str]) -> dict[str, int]:
    """The newest seq of each of these rooms that has events: one query, one step in the index a room."""
    found = collection().aggregate(
        [
            {"$match": {"room": {"$in": list(rooms)}}},
            {"$sort": {"room": DESCENDING, "seq": DESCENDING}},
            {"$group": {"_id": "$room", "seq": {"$first": "$seq"}}},
        ]
    )
    return {doc["_id"]: doc["seq"] for doc in found}


def after(room: str, seq: int, limit: int) -> list[Document]:
    """At most `limit` events beyond `seq`, oldest first."""
    found = collection().find({"room": room, "seq": {"$gt": seq, "$lte": seq + limit}})
    return list(found.sort("seq", ASCENDING))


def before(room: str, seq: int | None, limit: int) -> list[Document]:
    """The newest `limit` events below `seq` (None: of all), oldest first."""
    place: Document = {"room": room} if seq is None else {"room": room, "seq": {"$lt": seq}}
    return list(collection().find(place).sort("seq", DESCENDING).limit(limit))[::-1]


def at(room: str, seq: int) -> Document | None:
    return collection().find_one({"room": room, "seq": seq})


def each_at(room: str, seqs: Iterable[int]) -> list[Document]:
    """The events at these places, in order of seq."""
    found = collection().find({"room": room, "seq": {"$in": sorted(set(seqs))}})
    return sorted(found, key=lambda doc: doc["seq"])


def changes(room: str, targets: Iterable[int], kinds: Iterable[str] = ()) -> list[Document]:
    """Every event that names one of `targets`, in order of seq; only of these kinds, where some are named."""
    wanted = sorted(set(targets))
    if not wanted:
        return []
    only: Document = {"kind": {"$in": list(kinds)}} if kinds else {}
    found = collection().find({"room": room, "target": {"$in": wanted}, **only})
    return sorted(found, key=lambda doc: doc["seq"])


def by_others(room: str, seq: int, author: str, limit: int) -> list[Document]:
    """`seq` and `text` of the newest `limit` messages beyond `seq` that somebody else than `author` wrote."""
    wanted = {"room": room, "seq": {"$gt": seq}, "kind": "message", "author": {"$ne": author}}
    found = collection().find(wanted, {"seq": 1, "text": 1, "_id": 0})
    return list(found.sort("seq", DESCENDING).limit(limit))


def by_id(ids: Iterable[str]) -> dict[str, Document]:
    """The events that have one of these ids."""
    return {doc["_id"]: doc for doc in collection().find({"_id": {"$in": list(ids)}})}


def insert(documents: list[Document]) -> Outcome:
    """Appends numbered documents of one room, in order, as far as nothing is in the way."""
    try:
        collection().insert_many(documents, ordered=True)
    except BulkWriteError as error:
        return _stopped(error.details)
    except PyMongoError:
        return Outcome(0, Clash.UNCLEAR)
    return Outcome(len(documents))


def insert_apart(documents: list[Document]) -> list[Outcome]:
    """Appends numbered documents, each of another room, so that none stops another one."""
    try:
        collection().insert_many(documents, ordered=False)
    except BulkWriteError as error:
        return _stopped_apart(error.details, len(documents))
    except PyMongoError:
        return [Outcome(0, Clash.UNCLEAR)] * len(documents)
    return [Outcome(1)] * len(documents)


def _stopped(details: Any) -> Outcome:
    errors = details.get("writeErrors") or []
    if details.get("writeConcernErrors") or not errors:
        return Outcome(0, Clash.UNCLEAR)
    clash = _clash(errors[0])
    return Outcome(0 if clash is Clash.UNCLEAR else errors[0]["index"], clash)


def _stopped_apart(details: Any, count: int) -> list[Outcome]:
    if details.get("writeConcernErrors"):
        return [Outcome(0, Clash.UNCLEAR)] * count
    clashes = {error["index"]: _clash(error) for error in details.get("writeErrors", ())}
    return [Outcome(0, clashes[i]) if i in clashes else Outcome(1) for i in range(count)]


def _clash(error: Any) -> Clash:
    if error["code"] != 11000:
        return Clash.UNCLEAR
    return Clash.ID if "_id" in error.get("keyPattern", {}) else Clash.PLACE


def moved(heads: dict[str, int]) -> dict[str, int]:
    """Of rooms with the seq that one knows, those that have more, with the newest seq of each."""
    return _moved(collection(), heads)


class SureHeads:
    """`moved` of everything that was acked before the call, wherever.

    A new primary may for a moment be behind what a majority has, and what the old one showed. A linearizable
    read waits until it is not; it needs a write of the primary (up to 0.1 s), so it is taken once with each
    primary: what is acked later went through that one, and is in what it shows.
    """

    def __init__(self) -> None:
        self._sure_of: object = object()  # the election that made the primary whose reads are whole

    def moved(self, heads: dict[str, int]) -> dict[str, int]:
        before = _election()
        if before == self._sure_of:
            found = moved(heads)
            if _election() == before:  # no other one answered in its place
                return found
        found = self._linearizable(heads)
        self._sure_of = before
        return found

    @staticmethod
    def _linearizable(heads: dict[str, int]) -> dict[str, int]:
        try:
            return _moved(collection().with_options(read_concern=ReadConcern("linearizable")), heads)
        except OperationFailure as error:
            if error.code != NO_REPLICA_SET:
                raise
            return moved(heads)  # a lone mongod has nobody to be behind


def _election() -> Any:
    """Which election made the primary, as far as the driver knows; None where there are none."""
    servers = collection().database.client.topology_description.server_descriptions().values()
    return next((server.election_id for server in servers if server.election_id is not None), None)


def _moved(events: Collection[Document], heads: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    rooms = list(heads)
    for start in range(0, len(rooms), HEADS_A_QUERY):
        ahead = [{"room": r, "seq": {"$gt": heads[r]}} for r in rooms[start : start + HEADS_A_QUERY]]
        for doc in events.find({"$or": ahead}, {"room": 1, "seq": 1, "_id": 0}):
            found[doc["room"]] = max(found.get(doc["room"], 0), doc["seq"])
    return found


def whole(room: str, page: int = 1000, only: Document | None = None) -> Iterator[Document]:
    """Every event of a room, oldest first, read by pages of seq so that no cursor grows old.

    `only`: a projection, which has to keep `seq`.
    """
    seq = 0
    while documents := list(
        collection().find({"room": room, "seq": {"$gt": seq}}, only).sort("seq", ASCENDING).limit(page)
    ):
        yield from documents
        seq = documents[-1]["seq"]


def rooms() -> list[str]:
    """Every room that has events, by its key in the log: the room itself may be missing."""
    return sorted(doc["_id"] for doc in collection().aggregate([{"$group": {"_id": "$room"}}]))


def estimate() -> int:
    """About how many events there are, by the collection's own count."""
    return collection().estimated_document_count()
