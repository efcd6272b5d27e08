"""Stores what the rooms' writers bring, as few round trips as can be.

A batch of several events goes by itself, ordered. Batches of one event, from as many rooms as there
are, go together: while some are being stored, the next ones gather. There are no timers.
"""

import asyncio
from functools import partial

from chat import log
from chat.pool import start_in_thread

UNDER_WAY = 2  # shared inserts at a time: one is being stored while the next gathers and leaves
MOST = 500  # events of one shared insert


class Committer:
    def __init__(self) -> None:
        self._waiting: list[tuple[log.Document, asyncio.Future[log.Outcome]]] = []
        self._under_way = 0

    def insert(self, documents: list[log.Document]) -> "asyncio.Future[log.Outcome]":
        """Appends numbered documents of one room (chat.log.insert). It is on its way at once."""
        if len(documents) > 1:
            return start_in_thread(log.insert, documents)
        outcome: asyncio.Future[log.Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((documents[0], outcome))
        self._store()
        return outcome

    def _store(self) -> None:
        while self._waiting and self._under_way < UNDER_WAY:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._under_way += 1
            stored = start_in_thread(log.insert_apart, [document for document, _ in batch])
            stored.add_done_callback(partial(self._stored, [outcome for _, outcome in batch]))

    def _stored(
        self, waiting: list[asyncio.Future[log.Outcome]], stored: asyncio.Future[list[log.Outcome]]
    ) -> None:
        self._under_way -= 1
        if stored.cancelled() or (error := stored.exception()) is not None:
            problem = asyncio.CancelledError() if stored.cancelled() else error
            for outcome in waiting:
                if not outcome.done():
                    outcome.set_exception(problem or RuntimeError("not stored"))
        else:
            for outcome, found in zip(waiting, stored.result(), strict=True):
                if not outcome.done():
                    outcome.set_result(found)
        self._store()
