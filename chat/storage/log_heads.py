"""The heads of many rooms at once: which have more in the log than this process knows. Blocks."""

from collections.abc import Callable
from typing import Any, TypeVar

from pymongo import DESCENDING
from pymongo.collection import Collection
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern

from chat.storage import event_log
from chat.storage.event_log import Document

NO_REPLICA_SET = 123  # the code of MongoDB's NotAReplicaSet
ROOMS = 2000  # rooms of one query

T = TypeVar("T")


def ahead_of(heads: dict[str, int]) -> dict[str, int]:
    """Of rooms with the seq that one knows, those that have more, with the newest seq of each."""
    return _ahead_of(event_log.collection(), heads)


class CurrentHeads:
    """`ahead_of` of everything that was acked before the call, wherever.

    A new primary may for a moment be behind what a majority has, and what the old one showed. A linearizable
    read waits until it is not; it needs a write of the primary (up to 0.1 s), so it is taken once with each
    primary: what is acked later went through that one, and is in what it shows.
    """

    def __init__(self) -> None:
        self._checked_election: object = object()  # the election that made the primary whose reads are whole

    def ahead_of(self, heads: dict[str, int]) -> dict[str, int]:
        before = _election()
        found, is_whole = self.read(lambda: ahead_of(heads))
        if not is_whole:
            found = self._linearizable(heads)
            self._checked_election = before
        return found

    def read(self, read: Callable[[], T]) -> tuple[T, bool]:
        """What `read` finds, and whether that is of everything that was acked before the call."""
        before = _election()
        found = read()
        is_checked = before == self._checked_election
        return found, is_checked and _election() == before  # no other one answered in its place

    @staticmethod
    def _linearizable(heads: dict[str, int]) -> dict[str, int]:
        events = event_log.collection().with_options(read_concern=ReadConcern("linearizable"))
        try:
            return _ahead_of(events, heads)
        except OperationFailure as error:
            if error.code != NO_REPLICA_SET:
                raise
            return ahead_of(heads)  # a single mongod has nobody to be behind


def _election() -> Any:
    """Which election made the primary, as far as the driver knows; None where there are none."""
    client = event_log.collection().database.client
    servers = client.topology_description.server_descriptions().values()
    return next((server.election_id for server in servers if server.election_id is not None), None)


def _ahead_of(events: Collection[Document], heads: dict[str, int]) -> dict[str, int]:
    rooms = list(heads)
    found: dict[str, int] = {}
    for start in range(0, len(rooms), ROOMS):
        for newest in events.aggregate(_newest(rooms[start : start + ROOMS]), batchSize=ROOMS + 1):
            if newest["seq"] > heads[newest["_id"]]:
                found[newest["_id"]] = newest["seq"]
    return found


def _newest(rooms: list[str]) -> list[Document]:
    """One seek a room in the index (room, seq), a fifth of what a branch of `$or` costs: sorted as the index
    is, the first of each group is found without reading the others (DISTINCT_SCAN)."""
    return [
        {"$match": {"room": {"$in": rooms}}},
        {"$sort": {"room": DESCENDING, "seq": DESCENDING}},
        {"$group": {"_id": "$room", "seq": {"$first": "$seq"}}},
    ]
