"""Reads the log for one projection, for as long as this process holds its lease. Blocks."""

import logging
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from chat.projections import leases, sweep
from chat.projections.change_stream import Batch, Changes, NoChangeStream, PlaceLost, is_before
from chat.projections.handling import handle
from chat.projections.leases import Lease, LeaseLost
from chat.projections.pace import Pace
from chat.projections.registry import Projection
from chat.projections.shared_stream import Feed, FellBehind, SharedStream
from chat.storage.outage import Outage
from chatsite.mongo.errors import is_of_database, short

logger = logging.getLogger(__name__)

AGAIN = 1.0  # seconds after a failure
OFTEN = 1.0  # seconds between two positions that are stored: what was handled since may be handled again
IDLE = 10.0  # the same where nothing was to be handled
POLLING = 5.0  # seconds between two sweeps where there are no change streams


class _Stopped(Exception):
    """Nobody wants this reader any more."""


class Reader:
    def __init__(self, projection: Projection, lease: Lease, database: Outage, shared: SharedStream) -> None:
        self.projection, self.lease = projection, lease
        self._database, self._shared = database, shared
        self._stopped = threading.Event()
        self._stored_at = 0.0  # monotonic, of the position
        self._handled = 0  # events since then
        name = projection.name
        self._faults = Outage(
            logger, f"reading the log for {name} failed: %s", f"reading the log for {name} works again"
        )
        self._thread = threading.Thread(target=self._run, name=f"projection-{name}", daemon=True)
        self._thread.start()

    @property
    def is_reading(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """It ends soon."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._read()
            except (LeaseLost, _Stopped):
                return
            except Exception as error:
                if is_of_database(error):
                    self._database.failed(short(error))
                else:
                    self._faults.failed(repr(error), error)
                self._stopped.wait(AGAIN)

    def _read(self) -> None:
        """From the stored position on."""
        state = leases.load(self.projection.name)
        token, watermark = state.get("token"), state.get("watermark")
        watermark = watermark and watermark.replace(tzinfo=UTC)
        try:
            self._follow(token, watermark)
        except FellBehind:
            logger.debug("%s is behind, and catches up with a stream of its own", self.projection.name)
        except PlaceLost as error:
            logger.info("%s goes on from %s by time: %s", self.projection.name, watermark, error)
            self._store(None, watermark or datetime.now(UTC))
        except NoChangeStream:
            self._sweep(watermark, None)
            self._stopped.wait(POLLING)

    def _follow(self, token: Any, watermark: datetime | None) -> None:
        """With a stream of its own up to what has been stored, and from there on with all others."""
        with ExitStack() as stack:
            with Changes(self.projection.kinds, token) as changes:
                if token is None:
                    self._sweep(watermark, changes)
                feed = self._catch_up(changes, stack)
            while True:
                self._handle(feed.take())

    def _catch_up(self, changes: Changes, stack: ExitStack) -> Feed:
        """Until everything is handled up to where the feed begins, which is left with the stack."""
        pace = Pace()
        batch = self._handle(changes.take())
        while batch.is_full:
            batch = self._handle_next(changes, pace)
        feed, begins = self._shared.join(self.projection.kinds, batch.token)
        stack.callback(self._shared.leave, feed)
        while is_before(batch.token, begins):
            batch = self._handle(changes.take())
        return feed

    def _handle_next(self, changes: Changes, pace: Pace) -> Batch:
        self._stopped.wait(pace.rest())
        pace.begin()
        return self._handle(changes.take())

    def _handle(self, batch: Batch) -> Batch:
        if self._stopped.is_set():
            raise _Stopped
        handle(self.projection, batch.events)
        self._handled += len(batch.events)
        if monotonic() - self._stored_at > (OFTEN if self._handled else IDLE):
            self._store(batch.token, batch.upto)
        self._database.worked()
        self._faults.worked()
        return batch

    def _sweep(self, watermark: datetime | None, changes: Changes | None) -> None:
        """What was stored before the change stream began, from the watermark on."""
        began = datetime.now(UTC)
        since = watermark - sweep.MARGIN if watermark else began - self.projection.lookback
        session = changes.session if changes else None
        for events in sweep.since(since, self.projection.kinds, session):
            if self._stopped.is_set():
                return
            handle(self.projection, events)
            self._handled += len(events)
            self._store(None, max(watermark or since, min(events[-1].at, began)))
        if changes is None:
            self._store(None, began)

    def _store(self, token: Any, watermark: datetime) -> None:
        leases.store(self.lease, token=token, watermark=watermark, handled=self._handled)
        self._stored_at, self._handled = monotonic(), 0
