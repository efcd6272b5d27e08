"""What processes send each other through the channel layer.

Every process is in one group for all, and in a group for each room that is live there. The layer is fast and
may lose anything. What it carries: events as stored, a poke to read the notices, typing, read markers, who is
here, and a beat by which a process knows that it works.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from pymongo.errors import PyMongoError

from chat.protocol.compatibility import call_with_items
from chat.realtime.bus_link import Link
from chat.realtime.faults import Faults
from chat.realtime.head_announcements import HeadAnnouncements
from chat.realtime.peers import SILENT, Peers
from chat.realtime.room_people import Names
from chat.storage import notice_log
from chat.storage.executor import in_news_thread

EVERYONE = "wick.hubs"  # the group for all, and all there is in versions before 0.2
ROOM = "wick.room."  # and its id: the group of a room
VERSION = 1  # of what this process understands; those up to 0.1 say none (chat.realtime.peers.BY_ROOM)
PERSON = 100  # bytes that each of them is counted with
Handler = Callable[..., None]  # takes the sender's id and the values of an item, or fewer


class Bus:
    """This process's end of the layer. Publishing never fails the one who publishes."""

    def __init__(self, id: str) -> None:
        """`id`: this process, as the others know it; no two have the same."""
        self.id = id
        self.handlers: dict[str, Handler] = {}  # by kind of item, for what other processes say
        self.head_of: Callable[[str], int | None] = lambda room: None  # of a room that is live here
        self.on_subscribed: Callable[[str], None] = lambda room: None  # events before may not have arrived
        self.peers = Peers()
        self.presence_number = 0  # of the newest change that we sent of who is here
        self._began_at = time.monotonic()
        self.reads_sent = 0  # read markers and changes of followed threads that we published
        self.listening = False  # a command does not listen, and so cannot know of any peers
        self.is_one_of_several = False  # others serve beside this one, and there is no Redis between them
        self._announcements, self._faults = HeadAnnouncements(), Faults()
        self.use(get_channel_layer())

    def use(self, layer: Any) -> None:
        """Goes by way of this layer."""
        self.single_process = isinstance(layer, InMemoryChannelLayer)
        shards = 0 if self.single_process else layer.shards
        self.links = [
            Link(layer._get_layer(), shard, layer.group_on(shard, EVERYONE), self, self._faults)
            for shard in range(shards)
        ]
        self._shard_of = (lambda group: 0) if shards < 2 else layer.shard_of

    @property
    def healthy(self) -> bool:
        """Do others hear us and we them? A single process has nobody to miss."""
        return all(link.healthy for link in self.links)

    @property
    def is_trusted(self) -> bool:
        """Does it carry the events of others, as far as anybody can know? Else the log has to be asked."""
        if self.single_process:
            return not self.is_one_of_several
        return all(link.is_trusted for link in self.links) and self.peers.are_alive(range(len(self.links)))

    @property
    def has_peers(self) -> bool:
        """Does another process serve beside this one?"""
        return bool(self.peers)

    @property
    def _has_listeners(self) -> bool:
        """Not while there is no other instance: one that begins in this moment reads the log anyhow. In our
        first seconds, and while the layer is broken, nobody knows whether there is one."""
        is_known = self.listening and self.healthy and time.monotonic() - self._began_at > SILENT
        return self.has_peers or not is_known

    def note_peer(self, process: str) -> bool:
        """`process` sent something just now. Is it new?"""
        return self.peers.note(process)

    def drop_silent_peers(self) -> list[str]:
        """The peers that have ended, which are forgotten."""
        return self.peers.drop_silent()

    # --- rooms that are live here ------------------------------------------------------------------------

    def join(self, room: str) -> None:
        """What is published of the room is to arrive here; `on_subscribed` says from when on."""
        if self.links:
            self._link(ROOM + room).subscriptions.join(ROOM + room)

    def leave(self, room: str) -> None:
        """The room is not live here any more."""
        if self.links:
            self._link(ROOM + room).subscriptions.leave(ROOM + room)

    def _link(self, group: str) -> Link:
        return self.links[self._shard_of(group)]

    # --- out -------------------------------------------------------------------------------------------

    def events(self, room: str, bodies: list[bytes]) -> None:
        """Consecutive events of a room, as JSON."""
        if self.links and self._has_listeners:
            self.send_room(room, "events", room, bodies, size=sum(map(len, bodies)))
            self._announcements.published(room)

    def typing(self, room: str, body: bytes, user_id: str) -> None:
        """A `typing` frame for everyone in the room but `user_id`."""
        if self._has_listeners:
            self.send_room(room, "typing", room, body, user_id)

    def poke(self) -> None:
        """There are new notices."""
        self.send_all("poke")

    def read(self, user_id: str, room: str, seq: int, back: bool = False) -> None:
        self.reads_sent += 1
        self.send_all("read", user_id, room, seq, back)

    def threads(self, user_id: str, room: str) -> None:
        """Somebody follows other threads of a room, or has read in one."""
        self.reads_sent += 1
        self.send_all("threads", user_id, room)

    def draft(self, user_id: str, body: bytes) -> None:
        self.send_all("draft", user_id, body, size=len(body))

    def own_frames(self, users: list[str], body: bytes) -> None:
        """A frame for the sockets of these people (ids)."""
        self.send_all("own_frames", users, body, size=len(body) + PERSON * len(users))

    def presence_change(
        self, room: str, previous: int, number: int, count: int, came: list[Names], went: list[str]
    ) -> None:
        """The change `number` of who is here, which follows `previous`; how many there are now."""
        if self._has_listeners:
            size = PERSON * (len(came) + len(went))
            item = ("presence_change", room, previous, number, count, came, went)
            self._send_room(room, *item, size=size)

    def presence_ask(self, room: str, known: dict[str, int]) -> None:
        """Who is on the other processes? `known`: of each, the number of the newest change known here. For
        every process: one where the room is not live any more may have to say so."""
        self.send_all("presence_ask", room, known)

    def presence_part(
        self, room: str, number: int, part: int, last: bool, count: int, people: list[Names]
    ) -> None:
        """A part of the list of who is here, after the change `number`; how many there are in all."""
        item = ("presence_part", room, number, part, last, count, people)
        self._send_room(room, *item, size=PERSON * len(people))

    def here(self, rooms: dict[str, list[Names]]) -> None:
        """The same for versions up to 0.1: room by room, the whole list."""
        self.send_all("here", rooms, size=PERSON * sum(map(len, rooms.values())))

    def person_state(self, group: str, user: str, state: str | None) -> None:
        """How somebody is who is connected here, for every process that is in `group`; None: they are not."""
        if self._has_listeners:
            self._send_room(group, "person", user, state)

    def person_ask(self, users: list[str]) -> None:
        """How are these people on the other processes?"""
        if self._has_listeners:
            self.send_all("person_ask", users, size=PERSON * len(users))

    def lost(self) -> None:
        """Some of what we sent did not arrive: what others remember of it may be old."""
        self.send_all("lost")

    def send_all(self, *item: Any, size: int = 0) -> None:
        """An item for every process; about how many bytes are in it."""
        if self.links:
            self._link(EVERYONE).put(EVERYONE, list(item), size)

    def send_room(self, room: str, *item: Any, size: int = 0) -> None:
        """An item for every process where the room is live, of the version before too: it knows only of the
        group for all, and gets a copy there while such a process is alive."""
        self._send_room(room, *item, size=size)
        if self.links and (self.peers.any_on_all_rooms or not self.listening):
            self._link(EVERYONE).put(EVERYONE, list(item), size, before=True)

    def _send_room(self, room: str, *item: Any, size: int = 0) -> None:
        """An item for every process where the room is live that knows of groups by room."""
        if self.links:
            self._link(ROOM + room).put(ROOM + room, list(item), size)

    def beat(self) -> None:
        for link in self.links:
            link.put(link.everyone, self._beat(link))

    def _beat(self, link: Link) -> list[int | str | None]:
        """The number of read markers goes with them, so that a lost one shows."""
        return ["beat", VERSION, self.presence_number, self.reads_sent if link.everyone == EVERYONE else None]

    async def drained(self) -> None:
        """Returns when all has been handed to the layer, or failed."""
        await asyncio.gather(*(link.drained() for link in self.links))

    async def ensure_told(self, room: str) -> None:
        """Returns when other processes know that the room has new events, by a notice where the layer did not
        carry it: for a command, which nobody hears once it has ended."""
        await self.drained()
        if self.single_process or not self._link(ROOM + room).delivers:
            # Without MongoDB too the events are stored, and every instance looks for more in its turn.
            with suppress(PyMongoError):
                await in_news_thread(partial(notice_log.append, notice_log.APPENDED, room=room))

    # --- is it there? --------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Twice a second: sends beats, checks that they return, announces the heads of quiet rooms."""
        for link in self.links:
            link.turn(self._beat(link))
        for room in self._announcements.due():
            if (head := self.head_of(room)) is not None:
                self.send_room(room, "head", room, head)

    def healed(self) -> None:
        """Makes good what the layer lost and no log has: who is here, and how far people have read."""
        self.lost()  # another process may not have noticed anything
        self.handlers["lost"](self.id)

    # --- in ----------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Receives for ever."""
        self.listening = True
        await asyncio.gather(*(link.listen(self.beat) for link in self.links))

    def subscribed(self, group: str) -> None:
        self.on_subscribed(group.removeprefix(ROOM))

    def receive(self, shard: int, message: dict[str, Any]) -> None:
        """What another process says."""
        sender = message["from"]
        for kind, *rest in message.get("items", ()):
            handler = self.handlers.get(kind)
            if handler is None:
                continue  # a newer version says something that we do not know
            try:
                call_with_items(handler, sender, *rest)
                if kind == "beat":
                    self.peers.beat(sender, shard, *rest[:1])
            except Exception as error:
                what = f"a message of kind {kind} from another instance could not be read"
                self._faults.log(what, error)
