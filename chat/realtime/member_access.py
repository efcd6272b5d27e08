"""What people are to a live room: looked up once for each of those who come, and forgotten by notice."""

import asyncio
from collections.abc import Iterable
from functools import partial

from chat.queries.access import NEITHER, Access, access_of
from chat.realtime.bounded import Bounded
from chat.storage.batching import Batcher

REMEMBERED = 10_000  # people of a room


class MemberAccess:
    """A notice says that somebody was added or removed, or that anything of the room changed. What is known
    of them is forgotten at that moment, and a look-up that was under way is made again, so no answer outlives
    a notice.
    """

    def __init__(self, room: str) -> None:
        self._known: Bounded[str, Access] = Bounded(REMEMBERED)
        self._look_ups = Batcher(partial(access_of, room))
        self._forgotten = 0  # how often

    def is_known(self, user: str) -> bool:
        return user in self._known

    def of(self, user: str) -> Access | None:
        """None where it is not known."""
        return self._known.get(user)

    async def look_up(self, user: str) -> None:
        """Afterwards it is known, at least in the same turn of the event loop."""
        while user not in self._known:
            forgotten = self._forgotten
            found = await self._look_ups.get(user)
            if forgotten == self._forgotten:
                self._known[user] = found or NEITHER

    async def look_up_all(self, users: Iterable[str]) -> None:
        """The same for several, who are looked up together."""
        await asyncio.gather(*map(self.look_up, users))

    def drop(self, user: str) -> None:
        """Keeps nothing of somebody to whom the room is not there: they are looked up each time, as a room is
        that does not exist."""
        self._known.pop(user, None)

    def forget(self, user: str) -> None:
        self._forgotten += 1
        self._known.pop(user, None)

    def forget_all(self) -> None:
        self._forgotten += 1
        self._known.clear()
