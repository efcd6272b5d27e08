"""What is stored in the log from now on, or from a place on that was reached before: MongoDB's change stream.
Blocks."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from pymongo.change_stream import CollectionChangeStream
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure

from chat.projections.registry import StoredEvent
from chat.storage import event_log
from chatsite.mongo.errors import is_away

WAIT = 1000  # milliseconds that MongoDB waits for the next event before it says that there is none
BATCH = 200  # events of a reply at most
# The codes of MongoDB's InvalidResumeToken, ChangeStreamFatalError and ChangeStreamHistoryLost.
LOST = {260, 280, 286}
NO_STREAMS = 40573  # its code on a server that is no replica set


class PlaceLost(Exception):
    """The change stream does not go back to this token any more."""


class NoChangeStream(Exception):
    """This MongoDB has none: it is no replica set."""


class Batch(NamedTuple):
    """`token`: the place after these events; `upto`: everything stored before this time is read."""

    events: list[StoredEvent]
    token: Any
    upto: datetime

    @property
    def is_full(self) -> bool:
        """Was there probably more to read?"""
        return len(self.events) >= BATCH


class Changes:
    """`session`: a read in it sees everything that was stored before the stream began, where there was no
    token. Raises PlaceLost, NoChangeStream and the driver's errors."""

    def __init__(self, kinds: Iterable[str] | None, token: Any) -> None:
        self.session = event_log.collection().database.client.start_session(causal_consistency=True)
        try:
            self._stream = _open(kinds, token, self.session)
        except BaseException:
            self.session.end_session()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self.session.end_session()

    def take(self) -> Batch:
        """A reply of MongoDB's; empty after a second without an event."""
        try:
            return self._take()
        except OperationFailure as error:
            raise _named(error) from error

    def _take(self) -> Batch:
        asked_at = datetime.now(UTC)
        change = self._stream.try_next()
        if change is None:
            if not self._stream.alive:
                raise PlaceLost
            return Batch([], self._stream.resume_token, asked_at)
        changes = [change]
        while len(changes) < BATCH and _has_more(self._stream) and (further := self._stream.try_next()):
            changes.append(further)
        events = [StoredEvent.of(each["fullDocument"]) for each in changes]
        return Batch(events, changes[-1]["_id"], changes[-1]["clusterTime"].as_datetime())


def is_before(token: Any, other: Any) -> bool:
    """Does the first place come before the second one? MongoDB's tokens sort as their text does:
    https://www.mongodb.com/docs/manual/changeStreams/#resume-tokens"""
    return bool(token["_data"] < other["_data"])


def _open(
    kinds: Iterable[str] | None, token: Any, session: ClientSession
) -> CollectionChangeStream[dict[str, Any]]:
    wanted: dict[str, Any] = {"operationType": "insert"}
    if kinds is not None:
        wanted["fullDocument.kind"] = {"$in": list(kinds)}
    stages = [{"$match": wanted}, {"$project": {"fullDocument": 1, "clusterTime": 1}}]
    options: dict[str, Any] = {"max_await_time_ms": WAIT, "batch_size": BATCH}
    if token is not None:
        options["resume_after"] = token
    else:
        session.client.admin.command("ping", session=session)
        if session.operation_time is None:
            raise NoChangeStream
        options["start_at_operation_time"] = session.operation_time
    try:
        return event_log.collection().watch(stages, **options)
    except OperationFailure as error:
        named = _named(error)
        if named is error and token is not None and not is_away(error):
            named = PlaceLost(str(error))  # whatever is wrong with it, it leads nowhere
        raise named from error


def _has_more(stream: CollectionChangeStream[dict[str, Any]]) -> bool:
    """Are there events that came with the last reply and were not taken yet? PyMongo does not say so by a
    public name; where it has another one, each event is a batch."""
    has_next = getattr(stream._cursor, "_has_next", None)
    return has_next is not None and bool(has_next())


def _named(error: OperationFailure) -> Exception:
    if error.code in LOST:
        return PlaceLost(str(error))
    return NoChangeStream(str(error)) if error.code == NO_STREAMS else error
