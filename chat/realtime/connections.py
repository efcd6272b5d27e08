"""How many sockets one place and one person may have open on this instance."""

import logging
from collections import Counter

from django.conf import settings

from chat.storage.outage import Outage
from chatsite.proxies import address_group, is_trusted

logger = logging.getLogger(__name__)


class Connections:
    """Counts by address (IPv6 by /64). A proxy of ours is no client, and is not counted."""

    def __init__(self) -> None:
        self.total = 0  # open sockets of all users
        self.fitting = Outage(logger, "no more sockets are accepted: %s", "sockets are accepted again")
        self._open: Counter[str] = Counter()

    def enter(self, address: str | None) -> str | None:
        """Counts one more; what to give to `leave` later, or None when this address has too many."""
        if address is None or is_trusted(address):
            self.total += 1
            return ""
        place = address_group(address)
        if self._open[place] >= settings.WICK_SOCKETS_ADDRESS:
            return None
        self._open[place] += 1
        self.total += 1
        return place

    def leave(self, place: str) -> None:
        self.total -= 1
        if not place:
            return
        self._open[place] -= 1
        if self._open[place] <= 0:
            del self._open[place]
