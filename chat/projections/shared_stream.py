"""One change stream for all projections that a process reads for: MongoDB looks through what is stored once,
and each event is decoded once. A thread reads, and hands each projection what is of its kinds.

A projection begins with a stream of its own, from its stored place, and joins this one when it has caught up.
One whose handler is slower than what is stored falls behind, and catches up in the same way.
"""

import threading
from collections.abc import Iterable
from queue import Empty, Queue
from time import sleep
from typing import Any

from chat.projections.change_stream import BATCH, Batch, Changes
from chat.projections.registry import Projection

AHEAD = 5  # replies with events that wait for a handler, each of up to BATCH events
# Seconds in which MongoDB gathers events before they are asked for: a reply with one event costs this process
# nearly as much as one with a hundred. It is also a limit: BATCH events in that time, however many are
# written, since serving people comes first.
GATHERING = 0.2


class FellBehind(Exception):
    """More was stored than the handler took."""


class Feed:
    """What one projection gets of it."""

    def __init__(self, kinds: Iterable[str] | None) -> None:
        self._kinds = None if kinds is None else frozenset(kinds)
        self._queue: Queue[Batch | Exception] = Queue(AHEAD + 1)  # the last place is for an exception
        self.is_over = False

    def take(self) -> Batch:
        """What has arrived; empty about every second without an event. Raises FellBehind, and what the
        reading raised."""
        batch = self._next(self._queue.get())
        while len(batch.events) < BATCH:
            try:
                further = self._next(self._queue.get_nowait())
            except Empty:
                break
            batch = further._replace(events=[*batch.events, *further.events])
        return batch

    @staticmethod
    def _next(item: Batch | Exception) -> Batch:
        if isinstance(item, Exception):
            raise item
        return item

    def put(self, batch: Batch) -> None:
        """Never waits: others read the same stream."""
        events = batch.events
        if self._kinds is not None:
            events = [event for event in events if event.kind in self._kinds]
        if not events and not self._queue.empty():
            return  # a later batch has a later place
        if self._queue.qsize() >= AHEAD:
            self.end(FellBehind())
        else:
            self._queue.put_nowait(batch._replace(events=events))

    def end(self, error: Exception) -> None:
        self.is_over = True
        self._queue.put_nowait(error)


class SharedStream:
    """`projections`: those that may join it."""

    def __init__(self, projections: Iterable[Projection]) -> None:
        self._kinds = _kinds_of(projections)
        self._lock = threading.Lock()
        self._feeds: list[Feed] = []
        self._token: Any = None  # the place up to which the feeds were given everything; None: nobody reads

    def join(self, kinds: Iterable[str] | None, token: Any) -> tuple[Feed, Any]:
        """A feed, and the place after which everything is in it. `token`: where to begin if nobody reads."""
        with self._lock:
            if self._token is None:
                self._token = token
                threading.Thread(target=self._run, name="change-stream", daemon=True).start()
            feed = Feed(kinds)
            self._feeds.append(feed)
            return feed, self._token

    def leave(self, feed: Feed) -> None:
        feed.is_over = True

    def _run(self) -> None:
        try:
            with Changes(self._kinds, self._token) as changes:
                while self._hand_out(batch := changes.take()):
                    if batch.events:
                        sleep(GATHERING)
        except Exception as error:
            with self._lock:
                for feed in self._feeds:
                    feed.end(error)
                self._feeds, self._token = [], None

    def _hand_out(self, batch: Batch) -> bool:
        """False: nobody is left."""
        with self._lock:
            for feed in self._feeds:
                if not feed.is_over:
                    feed.put(batch)
            self._feeds = [feed for feed in self._feeds if not feed.is_over]
            self._token = batch.token if self._feeds else None
            return bool(self._feeds)


def _kinds_of(projections: Iterable[Projection]) -> list[str] | None:
    kinds: set[str] = set()
    for projection in projections:
        if projection.kinds is None:
            return None
        kinds.update(projection.kinds)
    return sorted(kinds)
