"""Sends watching sockets what changed in a room's object, and in who belongs to it, when a notice says so."""

from collections.abc import Iterable
from typing import Any

from chat.events.base import encode
from chat.models import Room
from chat.queries.room_members import room_and_members
from chat.queries.room_objects import room_objects, shared_fields
from chat.realtime.tasks import Tasks
from chat.realtime.watched_room import WatchedRoom
from chat.realtime.watcher import Watcher
from chat.realtime.watching import Watching
from chat.storage.executor import until_answered


class _Look:
    """What one look at a room is about."""

    def __init__(self) -> None:
        self.users: set[str] = set()
        self.everyone = False
        self.reasons: dict[str, str] = {}  # why somebody belongs to it no longer


class WatchChanges:
    def __init__(self, watching: Watching, tasks: Tasks) -> None:
        self._watching, self._tasks = watching, tasks
        self._wanted: dict[str, _Look] = {}  # by room; the next look
        self._looking: set[str] = set()  # rooms that are being looked up

    def appended(self, room_id: str) -> None:
        """A room has events that did not come by the layer."""
        self._watching.miss(room_id)

    def room_changed(self, room_id: str) -> None:
        """Something of the room, or of its members."""
        if self._watching.watchers:
            self._look(room_id).everyone = True
            self._note_waiting(room_id, self._watching.watchers.values())
            self._start(room_id)

    def members_changed(self, room_id: str, users: list[str], reason: str = "") -> None:
        """These people became members, or are none any more. `reason`: why, where it is known."""
        here = [user for user in users if user in self._watching.watchers]
        if not here:
            return
        look = self._look(room_id)
        look.users.update(here)
        look.reasons |= dict.fromkeys(here, reason) if reason else {}
        self._note_waiting(room_id, [self._watching.watchers[user] for user in here])
        self._start(room_id)

    def _note_waiting(self, room_id: str, watchers: Iterable[Watcher]) -> None:
        for watcher in watchers:
            for pending in watcher.waiting():
                pending.rooms.add(room_id)

    def _look(self, room_id: str) -> _Look:
        return self._wanted.setdefault(room_id, _Look())

    def _start(self, room_id: str) -> None:
        if room_id not in self._looking:
            self._looking.add(room_id)
            self._tasks.spawn(self._run(room_id))

    async def _run(self, room_id: str) -> None:
        try:
            while (look := self._wanted.pop(room_id, None)) is not None:
                await self._look_at(room_id, look)
        finally:
            self._looking.discard(room_id)

    async def _look_at(self, room_id: str, look: _Look) -> None:
        users = list(self._watching.watchers) if look.everyone else sorted(look.users)
        room, members = await until_answered(room_and_members, room_id, users)
        shown = room is not None and not room.is_archived
        watched = self._watching.rooms.get(room_id)
        if watched is not None and look.everyone:
            self._send_shared(watched, room)
        for user in users:
            watcher = self._watching.watchers.get(user)
            if watcher is None:
                continue
            own = members.get(user) if shown else None
            if own is None:
                gone = "gone" if room is None else look.reasons.get(user, "left")
                self._send_removal(watcher, room_id, gone)
            elif room_id not in watcher.rooms:
                await self._send_whole(watcher, room_id)
            else:
                self._send_own(watcher, room_id, own)

    def _send_shared(self, watched: WatchedRoom, room: Room | None) -> None:
        """What changed for everyone. An archived room is off the list; one that was restored comes back."""
        if room is None:
            return
        if room.epoch != watched.epoch:
            for watcher in list(watched.watchers):
                self._send_removal(watcher, watched.id, "gone")
            return
        now = shared_fields(room)
        changed = {name: value for name, value in now.items() if watched.shared.get(name) != value}
        watched.shared = now
        if changed:
            self._watching.send_room(watched, changed)
        if room.is_archived:
            for watcher in list(watched.watchers):
                self._watching.remove(watcher, watched.id)

    def _send_removal(self, watcher: Watcher, room_id: str, reason: str) -> None:
        if room_id in watcher.rooms:
            self._watching.remove(watcher, room_id)
            self._watching.on_rooms(watcher)
            watcher.send(encode({"type": "room", "room": room_id, "role": None, "reason": reason}))

    def _send_own(self, watcher: Watcher, room_id: str, own: dict[str, Any]) -> None:
        changed = {name: value for name, value in own.items() if watcher.rooms[room_id].get(name) != value}
        watcher.rooms[room_id] = own
        if changed:
            watcher.send(encode({"type": "room", "room": room_id, **changed}))

    async def _send_whole(self, watcher: Watcher, room_id: str) -> None:
        """Somebody became a member."""
        for listed in await until_answered(room_objects, watcher.actor, [room_id]):
            if watcher.sockets and self._watching.watchers.get(watcher.id) is watcher:
                self._watching.add(watcher, listed)
                self._watching.on_rooms(watcher)
                watcher.send(encode({"type": "room", **(listed.object or {})}))
