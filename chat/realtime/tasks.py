"""Work that runs beside everything else on the event loop of this process."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from django.db import DatabaseError
from pymongo.errors import PyMongoError

from chat.protocol.errors import Refused
from chat.storage.outage import Outage
from chatsite.mongo.errors import short

logger = logging.getLogger(__name__)


class Tasks:
    """Keeps each task until it ends, and logs why it failed: of the database once an outage."""

    def __init__(self, database: Outage) -> None:
        self._database = database
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Starts `work` on the running loop."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, PyMongoError | DatabaseError):
            self._database.failed(short(error))
        elif error is not None and not isinstance(error, Refused):
            logger.error("a background task failed: %r", error, exc_info=error)
