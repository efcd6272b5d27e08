"""Makes a projection again from the whole log. Blocks; commands call it.

The instance that reads for the projection goes on meanwhile, so what is written during a rebuild is there at
once, and `handle` puts the same under the same keys.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from chat.projections import leases, set_aside, sweep
from chat.projections.handling import handle
from chat.projections.registry import Projection, Rebuild
from chat.storage import event_log


def rebuild(projection: Projection, steps: Rebuild, seen: Callable[[int], object]) -> int:
    """How many events were handled; `seen` hears of each batch."""
    steps.begin()
    set_aside.forget_all(projection)
    total = 0
    for room in event_log.rooms():
        for events in sweep.of_room(room, projection.kinds):
            handle(projection, events)
            total += len(events)
            seen(len(events))
    steps.end()
    leases.states().update_one({"_id": projection.name}, {"$set": {"rebuilt_at": datetime.now(UTC)}})
    return total
