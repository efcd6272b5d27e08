"""A room as this process knows it: its state, its newest events, its sockets, its writer."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings

from chat import fold, log
from chat.events import MESSAGE, Event, encode, from_document
from chat.frames import Frames
from chat.gather import Gather
from chat.person import Person
from chat.pool import in_thread
from chat.queries import RoomState, markers
from chat.ring import Ring
from chat.writer import Writer

if TYPE_CHECKING:
    from chat.hub import Hub
    from chat.sockets import Socket


class LiveRoom:
    """Held by the hub while somebody is here or writes; receives every event in order, once."""

    def __init__(self, hub: "Hub", state: RoomState, newest: list[Event], head: int) -> None:
        self.hub = hub
        self.state = state
        self.id = state.id
        self.ring = Ring(newest, head, page=settings.WICK_PAGE, most=settings.WICK_MEMORY)
        self.writer = Writer(self)
        self.sockets: dict[Socket, float] = {}  # with when they were last told who is here (monotonic)
        self.people: dict[str, tuple[int, Person]] = {}  # by id, with how many sockets they are here
        self.markers: dict[str, int] = {}  # how far people have read, as far as it was asked here
        self.kept_markers = Gather(partial(markers, self.id))
        self.used_at = 0.0  # loop time when somebody last asked for it
        self.looked_at = 0  # which look at the state brought `state` (chat.hub.Hub.reload)
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def head(self) -> int:
        return self.ring.head

    # --- events in -----------------------------------------------------------------------------------

    def receive(self, events: list[Event], bodies: list[bytes] | None = None) -> None:
        """Consecutive durable events. Repeats are dropped; before a gap the log is asked.

        `bodies`: their JSON, as another process sent it, which goes on as it came, with whatever a newer
        version has put into it. Without it they are this process's, and the others are told.
        """
        known = sum(1 for event in events if event.seq <= self.head)
        if known == len(events):
            return
        if events[known].seq != self.head + 1:
            self.catch_up_soon()
            return
        ours = bodies is None
        events = events[known:]
        bodies = [encode(event) for event in events] if bodies is None else bodies[known:]
        for event, body in zip(events, bodies, strict=True):
            self.ring.add(event, body)
        frames = Frames(bodies)
        for socket in self.sockets:
            socket.write(frames)
        if ours:
            self.hub.relay.events(self.id, bodies)

    async def catch_up(self) -> None:
        """Takes in what the log has beyond our head."""
        while True:
            documents = await in_thread(log.after, self.id, self.head, settings.WICK_PAGE)
            events = [from_document(doc) for doc in documents if doc["seq"] > self.head]
            self.receive(events, [encode(event) for event in events])
            if len(documents) < settings.WICK_PAGE:
                return

    def catch_up_soon(self) -> None:
        """The same, beside whoever noticed the gap."""
        if self._catching_up is None:
            self._catching_up = self.hub.spawn(self._catch_up_once())

    async def _catch_up_once(self) -> None:
        try:
            await self.catch_up()
        finally:
            self._catching_up = None

    # --- messages out --------------------------------------------------------------------------------

    async def messages(self, seqs: Iterable[int]) -> dict[int, Event]:
        """Of these seqs, the messages, as copies, as they are at the head."""
        seqs = set(seqs)
        if any(seq > self.head for seq in seqs):
            await self.catch_up()
        here = {seq: event for seq in seqs if (event := self.ring.now(seq)) is not None}
        found = {seq: event.copy() for seq, event in here.items() if event.kind == MESSAGE}
        away = [seq for seq in seqs - here.keys() if 0 < seq < self.ring.first]
        if away:
            found |= await in_thread(_messages, self.id, away)
        return found

    def changed_since(self, head: int, seqs: set[int]) -> bool:
        """Does an event beyond `head` name one of these messages, as far as is known here?"""
        later = (self.ring.now(seq) for seq in range(head + 1, self.head + 1))
        return any(event is None or event.target in seqs for event in later)

    def read_upto(self, person: str, seq: int) -> None:
        """Somebody has read up to `seq`; never back."""
        self.markers[person] = max(seq, self.markers.get(person, 0))

    # --- sockets -------------------------------------------------------------------------------------

    def enter(self, socket: "Socket") -> None:
        """From now on the socket gets this room's events. It has what stands in the ring."""
        if socket in self.sockets:
            return
        self.sockets[socket] = 0.0
        person = socket.person
        count, _ = self.people.get(person.id, (0, person))
        self.people[person.id] = (count + 1, person)
        if not count:
            self.hub.presence.changed(self)

    def leave(self, socket: "Socket") -> None:
        if socket not in self.sockets:
            return
        del self.sockets[socket]
        who = socket.person.id
        count, person = self.people.pop(who)
        if count > 1:
            self.people[who] = (count - 1, person)
        else:
            self.hub.presence.changed(self)

    def rename(self, person: Person) -> None:
        """Somebody who may be here has another name: the others are told."""
        count, before = self.people.get(person.id, (0, person))
        if before.author != person.author:
            self.people[person.id] = (count, person)
            self.hub.presence.changed(self)

    def put_out(self, person: str, reason: str) -> None:
        """The person's sockets follow no longer, and are told why: `kicked`, `banned`, `gone`."""
        for socket in [s for s in self.sockets if s.person.id == person]:
            self._dismiss(socket, reason)

    def end(self) -> None:
        """This life of the room is over."""
        self.hub.rooms.pop(self.id, None)
        for socket in list(self.sockets):
            self._dismiss(socket, "gone")

    def _dismiss(self, socket: "Socket", reason: str) -> None:
        self.leave(socket)
        socket.rooms.discard(self.id)
        socket.send_soon(encode({"type": "left", "room": self.id, "reason": reason}))


def _messages(room: str, seqs: list[int]) -> dict[int, Event]:
    """The messages at `seqs` as the log makes them now."""
    changes = [from_document(doc) for doc in log.changes(room, seqs)]
    found = {}
    for seq in seqs:
        document = log.at(room, seq)
        if document is not None and document["kind"] == MESSAGE:
            changed = [change for change in changes if change.target == seq]
            found[seq] = fold.fold(from_document(document), changed)
    return found
