"""Stores what the rooms' writers bring, as few round trips as can be.

A batch of several events goes by itself, ordered. Batches of one event, from as many rooms as there
are, go together: while some are being stored, the next ones gather. There are no timers.
"""

import asyncio
from functools import partial

from chat.events.documents import Document
from chat.storage import log_appends
from chat.storage.executor import start_in_log_thread
from chat.storage.log_appends import AppendOutcome

UNDER_WAY = 2  # shared inserts at a time: one is being stored while the next gathers and leaves
MOST = 500  # events of one shared insert


class Committer:
    def __init__(self) -> None:
        self._waiting: list[tuple[Document, asyncio.Future[AppendOutcome]]] = []
        self._under_way = 0

    def insert(self, documents: list[Document]) -> "asyncio.Future[AppendOutcome]":
        """Appends numbered documents of one room (log_appends.insert). It is on its way at once."""
        if len(documents) > 1:
            return start_in_log_thread(log_appends.insert, documents)
        outcome: asyncio.Future[AppendOutcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((documents[0], outcome))
        self._store()
        return outcome

    def _store(self) -> None:
        while self._waiting and self._under_way < UNDER_WAY:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._under_way += 1
            stored = start_in_log_thread(log_appends.insert_apart, [document for document, _ in batch])
            stored.add_done_callback(partial(self._stored, [outcome for _, outcome in batch]))

    def _stored(
        self,
        waiting: list[asyncio.Future[AppendOutcome]],
        stored: asyncio.Future[list[AppendOutcome]],
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
