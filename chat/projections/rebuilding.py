"""Makes a projection again from the whole log. Blocks; commands call it.

The instance that reads for the projection goes on meanwhile, so what is written during a rebuild is there at
once, and `handle` puts the same under the same keys.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from chat.projections import leases, set_aside, sweep
from chat.projections.handling import handle
from chat.projections.registry import Projection, Rebuild
from chat.storage import event_log

AT_ONCE = 3  # rooms: while MongoDB stores what was made of one, the next is read


def rebuild(projection: Projection, steps: Rebuild, seen: Callable[[int], object]) -> int:
    """How many events were handled; `seen` hears of each batch."""
    steps.begin()
    set_aside.forget_all(projection)
    total = _Rooms(projection, seen).handle_all()
    steps.end()
    leases.states().update_one({"_id": projection.name}, {"$set": {"rebuilt_at": datetime.now(UTC)}})
    return total


class _Rooms:
    """Several rooms at once, the events of each in order."""

    def __init__(self, projection: Projection, seen: Callable[[int], object]) -> None:
        self._projection, self._seen = projection, seen
        self._lock = threading.Lock()
        self._is_over = False

    def handle_all(self) -> int:
        """The first error ends all of it, and is raised."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="rebuild") as threads:
            try:
                return sum(threads.map(self._handle, event_log.rooms()))
            except BaseException:
                self._is_over = True
                raise

    def _handle(self, room: str) -> int:
        total = 0
        for events in sweep.of_room(room, self._projection.kinds):
            if self._is_over:
                break
            handle(self._projection, events)
            total += len(events)
            with self._lock:
                self._seen(len(events))
        return total
