"""When a room has become quiet, the head that it has is published once more.

A lost event shows as a gap once a later one comes. After the last one nothing comes: this is what shows it.
"""

from collections import OrderedDict
from time import monotonic

QUIET = 2.0  # seconds after the last event that was published here
MOST = 10_000  # rooms that wait; beyond, the first ones are announced early


class HeadAnnouncements:
    """The rooms to which this process has published lately, the quietest first (no I/O)."""

    def __init__(self) -> None:
        self._published_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._published_at)

    def published(self, room: str) -> None:
        """This process has just published events of the room."""
        self._published_at[room] = monotonic()
        self._published_at.move_to_end(room)

    def due(self) -> list[str]:
        """The rooms that are quiet now; each is announced once."""
        since = monotonic() - QUIET
        found = []
        while self._published_at:
            room, published_at = next(iter(self._published_at.items()))
            if published_at > since and len(self._published_at) <= MOST:
                break
            found.append(room)
            del self._published_at[room]
        return found
