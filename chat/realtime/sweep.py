"""Each live room in its turn: none waits longer than PERIOD and STEP for a look at the log (no I/O)."""

from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict
from itertools import takewhile
from time import monotonic

PERIOD = 8.0  # seconds in which each room is looked at once: what the layer lost is found within ten
STEP = 0.9  # seconds between two shares at least: a command by itself costs as much as a hundred rooms
RESTING = 120.0  # seconds of a period while nothing is written to the log


class Sweep:
    """The live rooms, and when each was looked at last (monotonic).

    They are taken in the order of their ids, which is that of the index (room, seq): neighbours in it cost
    half of what as many scattered rooms do. Rooms that have waited for too long, because others came to life
    before them in that order, are taken as well.

    While the log rests (`rest`), they are looked at far less often.
    """

    def __init__(self) -> None:
        self._looked_at: OrderedDict[str, float] = OrderedDict()  # the longest ago first
        self._in_order: list[str] = []
        self._last = ""  # the room that was taken last, in order
        self._share = 0.0  # of a room, left over from the last time
        self._asked_at = monotonic()
        self._period = PERIOD

    def __len__(self) -> int:
        return len(self._looked_at)

    def looked_at(self, room: str) -> None:
        """The room has just come to life from the log, or was looked at."""
        if room not in self._looked_at:
            insort(self._in_order, room)
        self._looked_at[room] = monotonic()
        self._looked_at.move_to_end(room)

    def forget(self, room: str) -> None:
        """The room is not live here any more."""
        if self._looked_at.pop(room, None) is not None:
            del self._in_order[bisect_left(self._in_order, room)]

    @property
    def is_due(self) -> bool:
        """Is it time for the next share?"""
        return monotonic() - self._asked_at >= STEP

    def rest(self, rests: bool) -> None:
        """Whether the log rests. Once it does not, each room has its turn within PERIOD."""
        if rests == (self._period == RESTING):
            return
        self._period = RESTING if rests else PERIOD
        if not rests:
            now = monotonic()
            for room in self._looked_at:
                self._looked_at[room] = now

    def due(self) -> list[str]:
        """The rooms whose turn it is: a share of all, so that they come evenly, and those who have waited."""
        now = monotonic()
        elapsed = now - self._asked_at
        if not self.is_due:
            return []
        self._asked_at = now
        found = self._next(elapsed)
        for room in found:
            self.looked_at(room)
        late = list(takewhile(lambda room: self._looked_at[room] <= now - self._period, self._looked_at))
        for room in late:
            self.looked_at(room)
        return found + late

    def _next(self, elapsed: float) -> list[str]:
        """As many rooms as are due after that many seconds, from the last one on and round again."""
        self._share += len(self._in_order) * min(1.0, elapsed / self._period)
        count = int(self._share)
        self._share -= count
        start = bisect_right(self._in_order, self._last)
        found = self._in_order[start : start + count]
        found += self._in_order[: count - len(found)]
        if found:
            self._last = found[-1]
        return found
