"""How much one person may do in a second, over all their sockets of this process."""

from collections import OrderedDict
from time import monotonic

from chat.errors import Code, Refused

PEOPLE = 100_000  # remembered at most; who was forgotten begins with a full bucket


class Throttle:
    """A bucket a person: `rate` tokens a second flow in, and it holds what `burst` seconds bring."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.size = max(1.0, rate * burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # id: tokens, when

    def take(self, person: str) -> None:
        """One more, or a Refused that says when there will be room."""
        now = monotonic()
        tokens, then = self._buckets.get(person, (self.size, now))
        tokens = min(self.size, tokens + (now - then) * self.rate)
        if tokens < 1:
            self._buckets[person] = (tokens, now)
            wait = max(0.05, round((1 - tokens) / self.rate, 2))
            raise Refused(Code.RATE_LIMITED, f"Slower, please. Try again in {wait} s.", retry_after=wait)
        self._buckets[person] = (tokens - 1, now)
        if len(self._buckets) > PEOPLE:
            self._buckets.popitem(last=False)
