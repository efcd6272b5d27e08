"""Sends people how much is unread in their list, when that may have changed: a `for_you` frame to each of
their sockets, on whichever instance.

What the channel layer loses is made up for when the page asks again, which it does with each connection.
"""

import asyncio
from collections.abc import Collection
from typing import Any

from chat.actors.actor import Actor
from chat.events.base import encode
from chat.for_you.queries import unread_of
from chat.realtime.hub import Hub
from chat.storage.executor import in_thread

KIND = "for_you"  # of the item on the bus
ID = 40  # bytes that each user is counted with
AT_ONCE = 1000  # users of one item
PAUSE = 0.25  # seconds between two frames to the same person at least

_attached: "list[Announcer]" = []  # the one of the hub that serves in this process


def attach(hub: Hub) -> None:
    """This process serves: its people are sent their counts from now on."""
    _attached[:] = [Announcer(hub)]


def announce(users: Collection[str]) -> None:
    """The lists of these users (ids) have changed. From whichever thread."""
    for announcer in _attached:
        if users:
            announcer.announce(list(users))


class Announcer:
    def __init__(self, hub: Hub) -> None:
        self._hub, self._loop = hub, asyncio.get_running_loop()
        self._due: dict[str, bool] = {}  # by user: has the list changed, and not only what they have read?
        self._sending: asyncio.Task[None] | None = None
        self._sent: dict[str, int] = {}  # by user: the count that they were sent last
        hub.bus.handlers[KIND] = self._receive
        hub.watch_counts.on_moved.append(self._moved)

    def announce(self, users: list[str]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._publish, users)

    def _publish(self, users: list[str]) -> None:
        self._changed(users)
        for start in range(0, len(users), AT_ONCE):
            part = users[start : start + AT_ONCE]
            self._hub.bus.send_all(KIND, part, size=ID * len(part))

    def _receive(self, sender: str, users: list[str]) -> None:
        self._changed(users)

    def _moved(self, user: str) -> None:
        """They have read in a room; what was read there is so in the list."""
        if self._sent.get(user) != 0:
            self._look([user], changed=False)

    def _changed(self, users: list[str]) -> None:
        self._look(users, changed=True)

    def _look(self, users: list[str], *, changed: bool) -> None:
        for user in users:
            if user in self._hub.by_user:
                self._due[user] = changed or self._due.get(user, False)
        if self._due and self._sending is None:
            self._sending = self._hub.spawn(self._send())

    async def _send(self) -> None:
        try:
            while self._due:
                due, self._due = self._due, {}
                for user, changed in due.items():
                    await self._send_to(user, changed)
                await asyncio.sleep(PAUSE)
        finally:
            self._sending = None
            for user in self._sent.keys() - self._hub.by_user.keys():
                del self._sent[user]

    async def _send_to(self, user: str, changed: bool) -> None:
        sockets: Collection[Any] = self._hub.by_user.get(user, ())
        if not sockets:
            return
        actor: Actor = next(iter(sockets)).actor
        count = await in_thread(unread_of, actor)
        is_news = changed or count is not None or self._sent.get(user)
        self._sent[user] = count or 0
        if not is_news:
            return
        body = encode({"type": KIND, "unread": count or 0})
        for socket in self._hub.by_user.get(user, ()):
            socket.send_soon(body)
