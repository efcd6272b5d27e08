"""Which process reads the log for which projection, and how far it has got. Functions block.

A lease is a few fields of the projection's document. Times are MongoDB's own ($$NOW), so that the clocks of
the instances do not matter. A process that takes a lease gets a higher `term`, and a position is stored only
together with the term under which it was reached.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import ReturnDocument
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

from chat.projections.models import ProjectionState
from chat.storage import collections

SECONDS = 6.0  # that a lease lasts; it is renewed every two
LONG_AGO = datetime(1970, 1, 1)
ONE_NODE = WriteConcern(w=1)  # what a failover takes back is done again: a position, a renewal
State = dict[str, Any]


class Lease(NamedTuple):
    name: str
    holder: str
    term: int

    def condition(self) -> State:
        return {"_id": self.name, "holder": self.holder, "term": self.term}


class LeaseLost(Exception):
    """Another process reads for this projection now."""


def states() -> Collection[State]:
    return collections.collection(ProjectionState._meta.db_table)


def load(name: str) -> State:
    """The projection's document; empty before it was first held."""
    return states().find_one({"_id": name}) or {}


def renew(holder: str) -> None:
    """All leases of this process last SECONDS from now on."""
    states().with_options(write_concern=ONE_NODE).update_many({"holder": holder}, [{"$set": _fresh()}])


def release(holder: str) -> None:
    """Others may take the leases of this process at once."""
    freed = {"holder": "", "expires_at": LONG_AGO}
    states().with_options(write_concern=ONE_NODE).update_many({"holder": holder}, {"$set": freed})


def held_by(holder: str) -> list[Lease]:
    """The leases of this process."""
    return [Lease(doc["_id"], holder, doc["term"]) for doc in states().find({"holder": holder})]


def free(names: Iterable[str]) -> list[str]:
    """Those of these projections that nobody holds."""
    wanted = list(names)
    living = states().find({"_id": {"$in": wanted}, "$expr": {"$gte": ["$expires_at", "$$NOW"]}}, {"_id": 1})
    held = {doc["_id"] for doc in living}
    return [name for name in wanted if name not in held]


def take(name: str, holder: str) -> Lease | None:
    """The lease, if it is free."""
    states().update_one(
        {"_id": name},
        {"$setOnInsert": {"holder": "", "term": 0, "expires_at": LONG_AGO, "handled": 0}},
        upsert=True,
    )
    taken = states().find_one_and_update(
        {"_id": name, "$expr": {"$lt": ["$expires_at", "$$NOW"]}},
        [{"$set": {"holder": holder, "term": {"$add": ["$term", 1]}, **_fresh()}}],
        return_document=ReturnDocument.AFTER,
    )
    return Lease(name, holder, taken["term"]) if taken else None


def store(lease: Lease, *, token: Any, watermark: datetime, handled: int = 0) -> None:
    """Everything up to here is handled. Raises LeaseLost."""
    position = {"token": token, "watermark": watermark}
    done = (
        states()
        .with_options(write_concern=ONE_NODE)
        .update_one(lease.condition(), {"$set": position, "$inc": {"handled": handled}})
    )
    if not done.matched_count:
        raise LeaseLost(lease.name)


def _fresh() -> State:
    return {"expires_at": {"$add": ["$$NOW", int(SECONDS * 1000)]}}
