"""The sidebars of this process: which sockets watch which rooms, and the activity that they are sent.

A room that is watched here need not be live: its events come by the channel layer, and what they change in
counts goes into one frame a second, prepared once for all sockets. What the layer lost is found by
chat.realtime.watch_sweep.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from chat.events.base import WireEvent, encode
from chat.events.kinds import decode
from chat.protocol.framing import JoinedFrames, PreparedFrames
from chat.queries.room_objects import Listed, own_fields, people_of, shared_fields
from chat.realtime.sockets import Socket
from chat.realtime.watched_room import WatchedRoom
from chat.realtime.watcher import Pending, Watcher


class Groups(Protocol):
    """What carries the events of rooms (chat.realtime.bus.Bus)."""

    def join(self, room: str) -> None: ...
    def leave(self, room: str) -> None: ...


class FollowedRoom(Protocol):
    """What is asked of a live room."""

    @property
    def head(self) -> int: ...


class Watching:
    def __init__(
        self, live: Mapping[str, FollowedRoom], groups: Groups, is_loading: Callable[[str], bool]
    ) -> None:
        """`live`: the live rooms; `is_loading`: whether a room is about to be one."""
        self._live, self._groups, self._is_loading = live, groups, is_loading
        self.rooms: dict[str, WatchedRoom] = {}
        self.watchers: dict[str, Watcher] = {}  # by user id
        self.behind: set[str] = set()  # rooms of which something is missing
        self._due: set[str] = set()  # rooms with something to send
        self.on_missing: Callable[[], None] = lambda: None  # something is behind now
        self.on_rooms: Callable[[Watcher], None] = lambda watcher: None  # somebody has other rooms
        self.on_end: Callable[[Watcher], None] = lambda watcher: None  # somebody watches no more

    # --- sockets -------------------------------------------------------------------------------------------

    def begin(self, socket: Socket) -> Watcher:
        """The list of this socket is being made."""
        watcher = self.watchers.get(socket.actor.id)
        if watcher is None:
            watcher = self.watchers[socket.actor.id] = Watcher(socket.actor)
        watcher.sockets[socket] = Pending()
        return watcher

    def show(self, socket: Socket, listed: Iterable[Listed]) -> Pending:
        """The socket is being sent this list: from now on it gets what happens in these rooms.

        What comes back has to be looked up again for it.
        """
        watcher = self.watchers[socket.actor.id]
        pending = watcher.sockets[socket] or Pending()
        watcher.sockets[socket] = None
        rooms = {each.own.room.pk for each in listed}
        for room_id in watcher.rooms.keys() - rooms:  # left meanwhile, of which a notice has still to come
            pending.rooms.add(room_id)
        for each in listed:
            room = self.add(watcher, each)
            if room.sent > each.own.head:
                pending.counts.add(room.id)  # the socket did not get the frames since it was looked up
        self.on_rooms(watcher)
        return pending

    def add(self, watcher: Watcher, listed: Listed) -> WatchedRoom:
        """Somebody watches a room from now on."""
        own = listed.own
        room = self.rooms.get(own.room.pk) or self._new_room(own.room.pk)
        if not room.watchers:
            room.shared, room.epoch = shared_fields(own.room), own.room.epoch
            room.people = people_of(own.room)
        room.watchers.add(watcher)
        watcher.rooms.setdefault(room.id, own_fields(own))
        watcher.read[room.id] = own.read
        watcher.note_followed(room.id, own.followed)
        if room.head is None:
            self._begin(room, own.head)
        return room

    def _new_room(self, room_id: str) -> WatchedRoom:
        room = self.rooms[room_id] = WatchedRoom(room_id)
        if room_id not in self._live:
            self._groups.join(room_id)
        return room

    def _begin(self, room: WatchedRoom, head: int) -> None:
        live = self._live.get(room.id)
        if not room.begin(head) or (live is not None and live.head > head):
            self.miss(room.id)

    def remove(self, watcher: Watcher, room_id: str) -> None:
        """Somebody does not watch a room any more."""
        watcher.rooms.pop(room_id, None)
        watcher.read.pop(room_id, None)
        watcher.followed.pop(room_id, None)
        room = self.rooms.get(room_id)
        if room is None:
            return
        room.watchers.discard(watcher)
        if not room.watchers:
            self._forget(room_id)

    def _forget(self, room_id: str) -> None:
        del self.rooms[room_id]
        self.behind.discard(room_id)
        self._due.discard(room_id)
        if room_id not in self._live and not self._is_loading(room_id):
            self._groups.leave(room_id)

    def disconnect(self, socket: Socket) -> None:
        """The socket went away."""
        watcher = self.watchers.get(socket.actor.id)
        if watcher is None or socket not in watcher.sockets:
            return
        del watcher.sockets[socket]
        if watcher.sockets:
            return
        del self.watchers[socket.actor.id]
        self.on_end(watcher)
        for room_id in list(watcher.rooms):
            self.remove(watcher, room_id)

    def is_watched(self, room_id: str) -> bool:
        return room_id in self.rooms

    def has_list(self, socket: Socket) -> bool:
        """Does this socket watch?"""
        watcher = self.watchers.get(socket.actor.id)
        return watcher is not None and socket in watcher.sockets

    # --- events in -----------------------------------------------------------------------------------------

    def receive(self, room_id: str, events: list[WireEvent]) -> None:
        """Events of a room, in order; those that are known are passed over."""
        room = self.rooms.get(room_id)
        if room is None:
            return
        if not room.take(events):
            self.miss(room_id)
        if room.is_due:
            self._due.add(room_id)

    def receive_bodies(self, room_id: str, bodies: list[bytes]) -> None:
        """The same as JSON, of a room that is not live here."""
        if room_id in self.rooms:
            self.receive(room_id, [decode(body) for body in bodies])

    def receive_head(self, room_id: str, seq: int) -> None:
        """Up to where a room's log goes, as another process says."""
        room = self.rooms.get(room_id)
        if room is not None and room.head is not None and room.head < seq:
            self.miss(room_id)

    def miss(self, room_id: str) -> None:
        """What was sent of the room may not have arrived: it is looked up soon."""
        if room_id in self.rooms:
            self.behind.add(room_id)
            self.on_missing()

    def catch_up(self, room_id: str, head: int, events: list[WireEvent] | None) -> None:
        """What the log has beyond what was known, up to `head`; None: it is too much to read."""
        room = self.rooms.get(room_id)
        if room is None or room.head is None:
            return
        if events is None:
            if head > room.head:
                room.skip_to(head)
        else:
            room.take(events, gaps=True)
            room.pass_over(head)
        if room.is_due:
            self._due.add(room_id)

    # --- frames out ----------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: each room in which something has happened gets its frame, each socket one write."""
        due, self._due = self._due, set()
        frames = {room_id: self.rooms[room_id].frame() for room_id in due}
        rooms: defaultdict[Watcher, list[str]] = defaultdict(list)
        for room_id in due:
            for watcher in self.rooms[room_id].watchers:
                rooms[watcher].append(room_id)
        joined: dict[tuple[str, ...], PreparedFrames] = {}  # one for all sockets that get the same
        for watcher, names in rooms.items():
            for socket, pending in watcher.sockets.items():
                key = tuple([name for name in names if name not in socket.rooms])
                if pending is not None or not key:
                    continue
                if key not in joined:
                    joined[key] = JoinedFrames([frames[name] for name in key])
                socket.write(joined[key])

    def send_room(self, room: WatchedRoom, fields: dict[str, Any]) -> None:
        """A `room` frame of what changed, to everyone who watches it."""
        body = encode({"type": "room", "room": room.id, **fields})
        for watcher in list(room.watchers):
            watcher.send(body)
