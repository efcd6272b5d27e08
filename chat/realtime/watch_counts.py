"""Sends people their counts in a room: whenever their read marker moves, or what they follow there changes,
and when somebody asks."""

from collections.abc import Callable, Mapping
from typing import Any

from chat.actors.actor import Actor
from chat.events.activity import Counts
from chat.events.base import encode
from chat.queries.counts import current_counts
from chat.queries.followed_threads import followed_by
from chat.queries.markers import markers_of
from chat.queries.room_objects import count_fields
from chat.realtime.tasks import Tasks
from chat.realtime.watched_room import WatchedRoom
from chat.realtime.watcher import Watcher
from chat.storage.batching import Batcher
from chat.storage.executor import until_answered


class WatchCounts:
    def __init__(
        self, rooms: Mapping[str, WatchedRoom], watchers: Mapping[str, Watcher], tasks: Tasks
    ) -> None:
        """`watchers`: by user id."""
        self._rooms, self._watchers, self._tasks = rooms, watchers, tasks
        self._look_ups: Batcher[tuple[Actor, str], Counts] = Batcher(_found)
        self._sending: dict[tuple[str, str], bool] = {}  # by user and room: has it changed meanwhile?
        self._checking = False
        self.on_moved: list[Callable[[str], None]] = []  # called with the user

    def moved(self, user: str, room_id: str, seq: int) -> None:
        """Somebody's read marker is at `seq`: all of their sockets that watch are sent the counts."""
        for call in self.on_moved:
            call(user)
        watcher = self._watchers.get(user)
        if watcher is None:
            return
        for pending in watcher.waiting():
            pending.counts.add(room_id)
        room = self._rooms.get(room_id)
        if room is None or room_id not in watcher.rooms:
            return
        if room.head is not None and seq >= room.head and room_id not in watcher.followed:
            self._send(watcher, room_id, Counts(seq, seq))  # everything is read: nothing has to be counted
        else:
            self.send_soon(watcher, room_id)

    def threads_changed(self, user: str, room_id: str) -> None:
        """Somebody follows other threads of a room, or has read in one: they are sent the counts too."""
        for call in self.on_moved:
            call(user)
        watcher = self._watchers.get(user)
        if watcher is None:
            return
        for pending in watcher.waiting():
            pending.counts.add(room_id)
        if room_id in watcher.rooms:
            self.send_soon(watcher, room_id)

    def send_soon(self, watcher: Watcher, room_id: str) -> None:
        """Looks the counts up, and sends them to all of somebody's sockets."""
        key = (watcher.id, room_id)
        if key in self._sending:
            self._sending[key] = True
        else:
            self._sending[key] = False
            self._tasks.spawn(self._look_up_and_send(watcher, room_id))

    async def _look_up_and_send(self, watcher: Watcher, room_id: str) -> None:
        key = (watcher.id, room_id)
        try:
            while True:
                self._sending[key] = False
                counts = await self.now(watcher.actor, room_id)
                if room_id in watcher.rooms and not self._sending[key]:
                    self._send(watcher, room_id, counts)
                if not self._sending[key]:
                    return
        finally:
            del self._sending[key]

    def doubt_all(self) -> None:
        """Markers may have moved of which nothing arrived here."""
        if self._watchers and not self._checking:
            self._checking = True
            self._tasks.spawn(self._check())

    async def _check(self) -> None:
        try:
            for user in list(self._watchers):
                read = await until_answered(markers_of, user)
                followed = await until_answered(followed_by, user)
                if watcher := self._watchers.get(user):
                    for room_id, sent in list(watcher.read.items()):
                        threads = followed.get(room_id, []), watcher.followed.get(room_id, [])
                        if read.get(room_id, 0) != sent or threads[0] != threads[1]:
                            self.send_soon(watcher, room_id)
        finally:
            self._checking = False

    def _send(self, watcher: Watcher, room_id: str, counts: Counts) -> None:
        watcher.read[room_id] = counts.read
        watcher.note_followed(room_id, [(thread.seq, thread.read) for thread in counts.threads])
        watcher.send(encode(counts_frame(room_id, counts)))

    async def now(self, actor: Actor, room_id: str) -> Counts:
        """Somebody's counts, at no lower head than what was sent of the room to anybody here."""
        while True:
            counts = await self._look_ups.get((actor, room_id))
            counts = counts or Counts(0, 0)
            room = self._rooms.get(room_id)
            current = counts if room is None else room.brought_forward(counts, actor.id)
            if current is not None:
                return current


def counts_frame(room_id: str, counts: Counts) -> dict[str, Any]:
    return {"type": "counts", "room": room_id, **count_fields(counts)}


def _found(keys: list[tuple[Actor, str]]) -> dict[tuple[Actor, str], Counts]:
    """By person and room; a few commands for each person."""
    rooms: dict[Actor, list[str]] = {}
    for actor, room in keys:
        rooms.setdefault(actor, []).append(room)
    return {
        (actor, room): counts
        for actor, asked in rooms.items()
        for room, counts in current_counts(actor, asked).items()
    }
