"""The queue itself, in MongoDB. Functions block; see chat.storage.executor."""

import random
import threading
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from chat.jobs import kinds
from chat.jobs.kinds import JobKind, Task
from chat.jobs.models import Job
from chat.storage import collections
from chatsite.mongo.errors import DUPLICATE_KEY

LEASE = timedelta(seconds=60)  # that a run has before others take over
KEPT = timedelta(days=7)  # after which a finished job, and its key, are forgotten
FIRST_RETRY, LONGEST_RETRY = 15.0, 3600.0  # seconds
MOST_TOGETHER = 200  # jobs of a group in one run
LONGEST_ERROR = 500  # characters
UNCLEAR = "The process ended while this was under way. Whether it was done is not known."

queued = threading.Event()  # set when this process has queued something

State = Job.State


class JobsTaken(Exception):
    """Another process has the jobs, since this one took too long."""


@dataclass(frozen=True)
class NewJob:
    """`due_at`: not before then; None: at once."""

    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    due_at: datetime | None = None


def collection() -> Collection[dict[str, Any]]:
    return collections.collection(Job._meta.db_table)


def add(jobs: Iterable[NewJob]) -> int:
    """Queues these jobs, except those whose key is known already. How many were new?"""
    documents = [_document(job, datetime.now(UTC)) for job in jobs]
    if not documents:
        return 0
    new = len(documents)
    try:
        collection().insert_many(documents, ordered=False)
    except BulkWriteError as error:
        failures = (error.details or {}).get("writeErrors", [])
        if any(failure["code"] != DUPLICATE_KEY for failure in failures):
            raise
        new -= len(failures)
    queued.set()
    return new


def _document(job: NewJob, now: datetime) -> dict[str, Any]:
    return {
        "_id": uuid.uuid4().hex,
        "kind": job.kind,
        "key": job.key,
        "group": job.group,
        "data": job.data,
        "state": State.WAITING.value,
        "created_at": now,
        "due_at": job.due_at or now,
        "attempts": 0,
        "error": "",
        "lease": "",
        "leased_until": None,
        "begun_at": None,
        "expires_at": None,
    }


class Claim:
    """Jobs that one run has: one job, or several of a group."""

    def __init__(self, kind: JobKind, lease: str, documents: list[dict[str, Any]]) -> None:
        self.kind, self._lease, self._documents = kind, lease, documents

    @property
    def tasks(self) -> Sequence[Task]:
        return [Task(document["key"], document["data"]) for document in self._documents]

    def begin(self) -> None:
        """See chat.jobs.kinds.Run."""
        now = datetime.now(UTC)
        fields = {"begun_at": now, "leased_until": now + LEASE}
        outcome = collection().update_many(self._own, {"$set": fields})
        if outcome.matched_count < len(self._documents):
            raise JobsTaken

    def done(self) -> None:
        self._settle(state=State.DONE.value, expires_at=datetime.now(UTC) + KEPT, error="")

    def failed(self, error: BaseException) -> None:
        """It is run again, or is on the list of failed jobs."""
        attempts = max(document["attempts"] for document in self._documents)
        said = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        if attempts >= self.kind.attempts:
            self._settle(state=State.FAILED.value, error=said)
        else:
            self._settle(state=State.WAITING.value, error=said, due_at=datetime.now(UTC) + back_off(attempts))

    def postpone(self, seconds: float) -> None:
        """It is run again after so many seconds; this run does not count."""
        due = datetime.now(UTC) + timedelta(seconds=seconds)
        self._settle(state=State.WAITING.value, due_at=due, counted=False)

    def _settle(self, *, counted: bool = True, **fields: Any) -> None:
        fields |= {"lease": "", "leased_until": None, "begun_at": None}
        change: dict[str, Any] = {"$set": fields}
        if not counted:
            change["$inc"] = {"attempts": -1}
        collection().update_many(self._own, change)

    @property
    def _own(self) -> dict[str, Any]:
        return {"lease": self._lease, "state": State.RUNNING.value}


def back_off(attempts: int) -> timedelta:
    """The time until the next attempt, after so many: twice as long each time, and a random part less."""
    seconds = min(LONGEST_RETRY, FIRST_RETRY * 2 ** (attempts - 1))
    return timedelta(seconds=seconds * random.uniform(0.75, 1))  # noqa: S311


def claim() -> Claim | None:
    """The job that is due longest, of the kinds that this process knows, with those to be done together with
    it. None: nothing is due."""
    now, lease = datetime.now(UTC), str(uuid.uuid4())
    due = {"state": State.WAITING.value, "due_at": {"$lte": now}, "kind": {"$in": kinds.known()}}
    taken = {
        "$set": {"state": State.RUNNING.value, "lease": lease, "leased_until": now + LEASE},
        "$inc": {"attempts": 1},
    }
    first = collection().find_one_and_update(
        due, taken, sort=[("due_at", ASCENDING)], return_document=ReturnDocument.AFTER
    )
    if first is None:
        return None
    kind = kinds.named(first["kind"])
    if not kind.together:
        return Claim(kind, lease, [first])
    return Claim(kind, lease, [first, *_others(first, taken, lease)])


def _others(first: dict[str, Any], taken: dict[str, Any], lease: str) -> list[dict[str, Any]]:
    """The other waiting jobs of its group, which are taken too."""
    group = {"kind": first["kind"], "group": first["group"], "state": State.WAITING.value}
    waiting = [doc["_id"] for doc in collection().find(group, {"_id": 1}).limit(MOST_TOGETHER)]
    if not waiting:
        return []
    collection().update_many({"_id": {"$in": waiting}, "state": State.WAITING.value}, taken)
    return list(collection().find({"lease": lease, "_id": {"$ne": first["_id"]}}))


def recover() -> int:
    """Takes jobs back from runs whose process has ended. What had begun may have been done: it is not done
    again, and is on the list of failed jobs. How many jobs were there?"""
    late = {"state": State.RUNNING.value, "leased_until": {"$lt": datetime.now(UTC)}}
    free = {"lease": "", "leased_until": None, "begun_at": None}
    waiting = {"$set": {"state": State.WAITING.value, **free}}
    failed = {"$set": {"state": State.FAILED.value, "error": UNCLEAR, **free}}
    safe = collection().update_many({**late, "begun_at": None}, waiting)
    unclear = collection().update_many({**late, "begun_at": {"$ne": None}}, failed)
    return safe.modified_count + unclear.modified_count


def retry(id: uuid.UUID) -> bool:
    """A failed job is run again, as if for the first time. Was it there?"""
    fields = {"state": State.WAITING.value, "due_at": datetime.now(UTC), "attempts": 0, "error": ""}
    outcome = collection().update_one({"_id": id.hex, "state": State.FAILED.value}, {"$set": fields})
    queued.set()
    return bool(outcome.modified_count)


def delete(id: uuid.UUID) -> bool:
    """A failed job is given up: its key stays known for a while. Was it there?"""
    fields = {"state": State.DONE.value, "expires_at": datetime.now(UTC) + KEPT}
    outcome = collection().update_one({"_id": id.hex, "state": State.FAILED.value}, {"$set": fields})
    return bool(outcome.modified_count)


def counts() -> dict[str, int]:
    """How many jobs wait, are overdue by a minute, and have failed; each up to 10,000."""
    late = {"$lt": datetime.now(UTC) - timedelta(minutes=1)}
    wanted: dict[str, dict[str, Any]] = {
        "waiting": {"state": State.WAITING.value},
        "overdue": {"state": State.WAITING.value, "due_at": late},
        "failed": {"state": State.FAILED.value},
    }
    return {name: collection().count_documents(filter, limit=10_000) for name, filter in wanted.items()}
