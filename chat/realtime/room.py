"""A room as this process knows it: its state, its newest events, its sockets, its writer."""

import asyncio
from collections.abc import Collection, Coroutine, Iterable
from functools import partial
from typing import Any, Protocol

from django.conf import settings

from chat.actors.actor import Actor
from chat.events.base import WireEvent, encode
from chat.events.lean import lean
from chat.events.message import Message
from chat.protocol.framing import PreparedFrames
from chat.queries import timeline
from chat.queries.markers import markers
from chat.queries.mentionable import mentionable
from chat.queries.room_state import RoomState
from chat.realtime.bounded import Bounded
from chat.realtime.bus import Bus
from chat.realtime.catching_up import CatchUp
from chat.realtime.committer import Committer
from chat.realtime.member_access import REMEMBERED, MemberAccess
from chat.realtime.memory import Memory
from chat.realtime.newest_page import NewestPage
from chat.realtime.pinned import Pinned
from chat.realtime.presence import Presence
from chat.realtime.rate_limit import RateLimiter
from chat.realtime.recent_events import RecentEvents
from chat.realtime.reconciler import Reconciler
from chat.realtime.sockets import Socket
from chat.realtime.thread_roots import ThreadRoots
from chat.realtime.watch_counts import WatchCounts
from chat.realtime.watching import Watching
from chat.realtime.writer import Writer
from chat.storage.batching import Batcher
from chat.storage.executor import in_log_thread
from chat.storage.outage import Outage


class RoomHub(Protocol):
    """What all rooms of a process share, for them and for the actions on them (chat.realtime.hub.Hub)."""

    bus: Bus
    committer: Committer
    database: Outage  # notified when MongoDB does not answer
    draining: bool  # no new events are accepted: this process is shutting down
    joins: Batcher[tuple[str, Actor, int], bool] | None  # made and used by chat.actions.writers
    replies: Batcher[Any, list[str]] | None  # made and used by chat.actions.followed_threads
    memory: Memory
    posts: RateLimiter  # of each person's events
    presence: Presence
    reconciler: Reconciler
    watch_counts: WatchCounts
    watching: Watching

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs `work` beside everything else."""

    def forget(self, room: "LiveRoom") -> None:
        """The room is not live here any more."""

    def leave_group(self, room_id: str) -> None:
        """The room does not come to life here."""


class LiveRoom:
    """In memory while somebody is here or posts; receives every event in order, once."""

    def __init__(self, hub: RoomHub, state: RoomState, newest: list[WireEvent], head: int) -> None:
        """`newest`: the newest page as a fetch shows it, up to `head`."""
        self.hub = hub
        self.state = state
        self.id = state.id
        self.recent = RecentEvents(head, most=max(settings.WICK_PAGE, settings.WICK_MEMORY))
        self.recent.fill(newest)
        self.longest_text = settings.WICK_TEXT  # code points
        self.writer = Writer(self, hub.committer, hub.bus, hub.database)
        self.sockets: dict[Socket, float] = {}  # with when they were last sent who is here (monotonic)
        self.people: dict[str, tuple[int, Actor]] = {}  # by id, with how many sockets they are here
        # Who is typing, since when, and the frame (chat.realtime.typing_indicator).
        self.typing: dict[str, tuple[float, bytes]] = {}
        self.access = MemberAccess(self.id)
        # How far people have read, as far as it was asked here.
        self.markers: Bounded[str, int] = Bounded(REMEMBERED)
        self.kept_markers = Batcher(partial(markers, self.id))
        # Who wrote here, and so belongs to the room, until somebody leaves it.
        self.writers: Bounded[str, None] = Bounded(REMEMBERED)
        self.used_at = 0.0  # loop time when somebody last asked for it
        self.looked_at = 0  # which look at the state brought `state` (chat.realtime.loader.Loader.reload)
        self.is_forgotten = False  # it is not live here any more
        self.newest_page = NewestPage(self, hub)
        self.pinned = Pinned(self.id)
        self._thread_roots = ThreadRoots(self.id)
        self._catch_up = CatchUp(self, hub, state.slug)

    @property
    def head(self) -> int:
        return self.recent.head

    # --- events in -----------------------------------------------------------------------------------

    def receive(self, events: list[WireEvent], bodies: list[bytes]) -> None:
        """Consecutive durable events, with the JSON of each. Repeats are dropped; at a gap the log is asked.

        The JSON of another process goes on as it came, with whatever a newer version has put into it.
        """
        known = sum(1 for event in events if event.seq <= self.head)
        if known == len(events):
            return
        if events[known].seq != self.head + 1:
            self.catch_up_soon()
            return
        events, bodies = events[known:], bodies[known:]
        for event, body in zip(events, bodies, strict=True):
            self.recent.add(event, body)
            if self.typing and isinstance(event, Message):
                self.typing.pop(event.author.id, None)
            if (user := event.removed) is not None:
                self.access.forget(user)
                self.remove(user, "left" if user == event.author.id else "kicked")
        self.pinned.receive(events)
        self.hub.memory.use(self)
        frames = PreparedFrames(bodies, lean)
        for socket in self.sockets:
            socket.write(frames)
        self.hub.watching.receive(self.id, events)

    async def catch_up(self, upto: int = 0) -> None:
        """Takes in what the log has beyond our head (chat.realtime.catching_up)."""
        await self._catch_up.run(upto)

    def catch_up_soon(self) -> None:
        """The same, for callers that noticed that something is missing."""
        self._catch_up.soon()

    # --- messages out --------------------------------------------------------------------------------

    async def messages(self, seqs: Iterable[int]) -> dict[int, Message]:
        """Of these seqs, the messages, as copies, as they are at the head."""
        seqs = set(seqs)
        if any(seq > self.head for seq in seqs):
            await self.catch_up()
        here = {seq: event for seq in seqs if (event := self.recent.now(seq)) is not None}
        found = {seq: event for seq, event in here.items() if isinstance(event, Message)}
        away = [seq for seq in seqs - here.keys() if 0 < seq < self.recent.first]
        if away:
            found |= await in_log_thread(timeline.messages_at, self.id, away)
        return found

    async def thread_roots(self, seqs: Collection[int]) -> dict[int, str]:
        """Of these seqs, the messages that are in no thread: the author of each, by id."""
        return await self._thread_roots.find(seqs)

    async def mentionable(self, names: Collection[str], ids: Collection[str]) -> dict[str, str]:
        """Of the people with these names or ids, those who may see the room: names by id."""
        return await in_log_thread(mentionable, self.state, names, ids)

    def changed_since(self, head: int, seqs: set[int], kinds: set[str]) -> bool:
        """Does an event beyond `head` change one of these messages, or is it of one of these kinds, as far as
        is known here?"""
        later = (self.recent.now(seq) for seq in range(head + 1, self.head + 1))
        return any(event is None or event.changed in seqs or event.kind in kinds for event in later)

    def read_upto(self, user_id: str, seq: int, *, back: bool = False) -> None:
        """Somebody has read up to `seq`. `back`: even where they had read further."""
        self.markers[user_id] = seq if back else max(seq, self.markers.get(user_id, 0))

    # --- sockets -------------------------------------------------------------------------------------

    def enter(self, socket: Socket) -> None:
        """From now on the socket gets this room's events. It has what is here up to the head."""
        if socket in self.sockets:
            return
        self.sockets[socket] = 0.0
        actor = socket.actor
        count, _ = self.people.get(actor.id, (0, actor))
        self.people[actor.id] = (count + 1, actor)
        if not count:
            self.hub.presence.changed(self, actor.id)

    def leave(self, socket: Socket) -> None:
        if socket not in self.sockets:
            return
        del self.sockets[socket]
        who = socket.actor.id
        count, actor = self.people.pop(who)
        if count > 1:
            self.people[who] = (count - 1, actor)
        else:
            self.hub.presence.changed(self, who)

    def rename(self, actor: Actor) -> None:
        """Somebody who may be here has another name, which is sent to the others, or another role."""
        if actor.id not in self.people:
            return
        count, before = self.people[actor.id]
        self.people[actor.id] = (count, actor)
        if before.author != actor.author:
            self.hub.presence.changed(self, actor.id)

    def remove(self, user_id: str, reason: str) -> None:
        """The sockets of this user (an id) leave the room, with the reason: `kicked`, `banned`, `gone`."""
        self.typing.pop(user_id, None)
        for socket in [s for s in self.sockets if s.actor.id == user_id]:
            self._dismiss(socket, reason)

    def end(self) -> None:
        """The room was deleted or restored: everyone is removed, and comes back to what it is then."""
        self.hub.forget(self)
        for socket in list(self.sockets):
            self._dismiss(socket, "gone")

    def _dismiss(self, socket: Socket, reason: str) -> None:
        self.leave(socket)
        socket.rooms.discard(self.id)
        socket.send_soon(encode({"type": "left", "room": self.id, "reason": reason}))
