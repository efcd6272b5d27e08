"""How much one person may do in a second, over all their sockets of this process."""

from collections import OrderedDict
from math import ceil
from time import monotonic

from django.utils.translation import gettext_lazy as _

from chat.protocol.errors import Code, Refused
from chatsite.languages import filled

USERS = 100_000  # remembered at most; who was forgotten begins with a full bucket
AHEAD = 60.0  # seconds for which turns are reserved in advance
ALMOST = 1e-6  # what adding up fractions may lose


class RateLimiter:
    """A bucket a person: `rate` tokens a second flow in, and it holds what `burst` seconds bring.

    A user who is refused gets a turn of their own, for which tokens that are still to come are reserved. So a
    client that waits as long as asked gets through, however many frames were refused together. A turn lapses
    when it is not used within `burst` seconds.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.size = max(1.0, rate * burst)
        # id: tokens (below 0: so many are reserved of those to come), tokens reserved by turns, when
        self._buckets: OrderedDict[str, tuple[float, float, float]] = OrderedDict()

    def take(self, user_id: str, cost: float = 1.0) -> None:
        """One more, or a Refused that says when its own turn is."""
        now = monotonic()
        tokens, reserved, then = self._buckets.get(user_id, (self.size, 0.0, now))
        tokens = min(self.size, tokens + (now - then) * self.rate)
        need = min(cost, self.size)  # what costs more than a bucket holds is paid off afterwards
        if not reserved:  # the usual way
            if tokens >= need:
                self._buckets[user_id] = (tokens - cost, 0.0, now)
                if len(self._buckets) > USERS:
                    self._buckets.popitem(last=False)
                return
        else:
            to_come = max(0.0, -tokens)
            due = min(reserved - to_come, self.size)
            reserved = 0.0 if tokens >= self.size else to_come + due
            if due >= need - ALMOST and reserved:
                self._buckets[user_id] = (tokens + need - cost, max(0.0, reserved - need), now)
                return
            if tokens >= need:
                self._buckets[user_id] = (tokens - cost, reserved, now)
                return
        self._refuse(user_id, need, tokens, reserved, now)

    def _refuse(self, user_id: str, cost: float, tokens: float, reserved: float, now: float) -> None:
        wait = (cost - tokens) / self.rate
        if wait <= AHEAD:
            tokens, reserved = tokens - cost, reserved + cost
        self._buckets[user_id] = (tokens, reserved, now)
        wait = max(0.05, ceil(min(wait, AHEAD) * 100) / 100)
        text = filled(_("Too fast. Try again in %(seconds)s s."), seconds=wait)
        raise Refused(Code.RATE_LIMITED, text, retry_after=wait)


class Spacing:
    """What one key may do once in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._last: OrderedDict[tuple[str, str], float] = OrderedDict()

    def passes(self, key: tuple[str, str]) -> bool:
        """Has enough time passed? If so, it counts as done now."""
        now = monotonic()
        if now - self._last.get(key, -self.seconds) < self.seconds:
            return False
        self._last[key] = now
        self._last.move_to_end(key)
        while now - next(iter(self._last.values())) > self.seconds or len(self._last) > USERS:
            self._last.popitem(last=False)
        return True
