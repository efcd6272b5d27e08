"""What is stored in the log from now on, or from a place on that was reached before: MongoDB's change stream.

A thread of its own reads ahead, so that events which arrive while others are handled make the next batch.
"""

import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, Full, Queue
from typing import Any, NamedTuple, Self

from pymongo.change_stream import CollectionChangeStream
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure

from chat.projections.registry import StoredEvent
from chat.storage import event_log
from chatsite.mongo.errors import is_away

WAIT = 1000  # milliseconds that MongoDB waits for the next event before it says that there is none
AHEAD = 500  # events that are read before they are handled
BATCH = 200  # events handled together at most
# Seconds in which MongoDB gathers events before they are asked for: a reply with one event costs this process
# nearly as much as one with a hundred, and serving people comes first.
GATHERING = 0.2
# The codes of MongoDB's InvalidResumeToken, ChangeStreamFatalError and ChangeStreamHistoryLost.
LOST = {260, 280, 286}
NO_STREAMS = 40573  # its code on a server that is no replica set


class PlaceLost(Exception):
    """The change stream does not go back to this token any more."""


class NoChangeStream(Exception):
    """This MongoDB has none: it is no replica set."""


class _Read(NamedTuple):
    event: StoredEvent | None  # None: there was no new one
    token: Any
    upto: datetime  # everything stored before is read


class Batch(NamedTuple):
    events: list[StoredEvent]
    token: Any
    upto: datetime


class Changes:
    """`session`: a read in it sees everything that was stored before the stream began, where there was no
    token. Raises PlaceLost, NoChangeStream and the driver's errors."""

    def __init__(self, kinds: Iterable[str] | None, token: Any) -> None:
        self._queue: Queue[_Read | Exception] = Queue(AHEAD)
        self._closed = threading.Event()
        self.session = event_log.collection().database.client.start_session(causal_consistency=True)
        try:
            self._stream = _open(kinds, token, self.session)
        except BaseException:
            self.session.end_session()
            raise
        threading.Thread(target=self._read_ahead, name="change-stream", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        with suppress(Empty):  # the thread may wait for a place
            self._queue.get_nowait()
        self.session.end_session()

    def take(self) -> Batch:
        """What has arrived; empty after a second without an event. Raises what the reading raised."""
        reads = [self._next(self._queue.get())]
        while len(reads) < BATCH:
            try:
                reads.append(self._next(self._queue.get_nowait()))
            except Empty:
                break
        events = [read.event for read in reads if read.event is not None]
        return Batch(events, reads[-1].token, reads[-1].upto)

    @staticmethod
    def _next(read: _Read | Exception) -> _Read:
        if isinstance(read, Exception):
            raise read
        return read

    def _read_ahead(self) -> None:
        try:
            with self._stream:
                while not self._closed.is_set():
                    read = self._read()
                    self._put(read)
                    if read.event is not None and not _has_more(self._stream):
                        self._closed.wait(GATHERING)
        except Exception as error:
            self._put(_named(error))

    def _read(self) -> _Read:
        asked_at = datetime.now(UTC)
        change = self._stream.try_next()
        if change is None:
            if not self._stream.alive:
                raise PlaceLost
            return _Read(None, self._stream.resume_token, asked_at)
        at = change["clusterTime"].as_datetime()
        return _Read(StoredEvent.of(change["fullDocument"]), change["_id"], at)

    def _put(self, read: _Read | Exception) -> None:
        while not self._closed.is_set():
            with suppress(Full):
                self._queue.put(read, timeout=1)
                return


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
    public name; where it has another one, nothing is gathered."""
    has_next = getattr(stream._cursor, "_has_next", None)
    return has_next is None or bool(has_next())


def _named(error: Exception) -> Exception:
    if isinstance(error, OperationFailure):
        if error.code in LOST:
            return PlaceLost(str(error))
        if error.code == NO_STREAMS:
            return NoChangeStream(str(error))
    return error
