"""Sends what changed in people's profiles to the sockets that show them.

These are the sockets that follow a room to which the person belongs, those of people who have a direct
conversation with them, and their own.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from chat.events.base import encode
from chat.queries.profiles import ShownProfile, profiles_with_rooms
from chat.realtime.sockets import Socket
from chat.realtime.tasks import Tasks
from chat.realtime.watcher import Watcher
from chat.storage.executor import until_answered

EVERY = 1.0  # seconds between two looks
MOST = 100  # people of one look, and so of one frame


class FollowedRoom(Protocol):
    """What is asked of a live room."""

    sockets: dict[Socket, float]


class ProfileChanges:
    def __init__(
        self,
        rooms: Mapping[str, FollowedRoom],
        by_user: Mapping[str, Collection[Socket]],
        watchers: Mapping[str, Watcher],
        tasks: Tasks,
    ) -> None:
        """`rooms`: the live ones; `watchers`: those who watch their lists, by id."""
        self._rooms, self._by_user, self._watchers, self._tasks = rooms, by_user, watchers, tasks
        self._changed: dict[str, None] = {}  # ids of people, who are to be looked up
        self._running = False

    def changed(self, user: str) -> None:
        """Something of this person's profile. Several changes within a second are sent as one."""
        if not self._by_user:
            return
        self._changed[user] = None
        if not self._running:
            self._running = True
            self._tasks.spawn(self._run())

    async def _run(self) -> None:
        try:
            while self._changed:
                users = list(self._changed)[:MOST]
                for user in users:
                    del self._changed[user]
                self._send(await until_answered(profiles_with_rooms, users))
                await asyncio.sleep(EVERY)
        finally:
            self._running = False

    def _send(self, found: list[tuple[ShownProfile, set[str]]]) -> None:
        """One frame to each socket, with those whom it shows."""
        shown: defaultdict[Socket, list[int]] = defaultdict(list)
        for number, (profile, rooms) in enumerate(found):
            for socket in set(self._showing(profile.id, rooms)):
                shown[socket].append(number)
        frames: dict[tuple[int, ...], bytes] = {}
        for socket, numbers in shown.items():
            key = tuple(numbers)
            if key not in frames:
                frames[key] = encode({"type": "profiles", "profiles": [found[each][0] for each in key]})
            socket.send_soon(frames[key])

    def _showing(self, user: str, rooms: set[str]) -> Iterator[Socket]:
        yield from self._by_user.get(user, ())
        for room in rooms & self._rooms.keys():
            yield from self._rooms[room].sockets
        for watcher in self._watchers.values():
            if user in watcher.people:
                yield from watcher.sockets
