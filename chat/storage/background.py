"""Work that goes on for as long as a process serves: readers of the log, queues of jobs.

Product areas register it, each as a function that blocks until it is asked to stop. An instance runs all of
it in threads of its own (settings.WICK_BACKGROUND_WORK), and so does `manage.py worker`.
"""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from chat.storage.outage import Outage

logger = logging.getLogger(__name__)

Work = Callable[[threading.Event, Outage], None]
STOP_WITHIN = 1.0  # seconds that work has to come to its end; what is cut off goes on elsewhere

_registered: dict[str, Work] = {}


def register(name: str, work: Work) -> None:
    """`work` blocks until the event is set. The Outage hears how MongoDB answers."""
    _registered[name] = work


class BackgroundWork:
    """All registered work, begun."""

    def __init__(self, database: Outage) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(work, database), name=name, daemon=True)
            for name, work in _registered.items()
        ]
        for thread in self._threads:
            thread.start()

    def _run(self, work: Work, database: Outage) -> None:
        try:
            work(self._stop, database)
        except Exception:
            logger.exception("background work ended: %s", threading.current_thread().name)

    def stop(self) -> None:
        """Returns when all of it has ended, or a second later. Blocks."""
        self._stop.set()
        deadline = monotonic() + STOP_WITHIN
        for thread in self._threads:
            thread.join(max(0.0, deadline - monotonic()))
