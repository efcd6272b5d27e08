"""Answers what a socket asks about all of its rooms: the list that it watches, and counts."""

from collections.abc import Iterator
from typing import Any

from chat.events.activity import Counts, count_change
from chat.events.kinds import decode
from chat.models.room import is_direct_id
from chat.permissions import room_access
from chat.protocol.client_frames import AskCounts, Join, Watch
from chat.protocol.errors import unavailable
from chat.queries.room_objects import Listed, count_fields, room_objects
from chat.realtime import timeline_pages
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket
from chat.realtime.timeline_pages import TimelinePage
from chat.realtime.watch_counts import counts_frame
from chat.storage.executor import in_thread

PAGE = 100  # room objects of one frame
WATCH = 5  # frames that one `watch` counts as, beside itself
COUNTED = tuple(count_fields(Counts(0, 0)))
TRIES = 10  # at a page and counts of the same moment, while events come in

Fields = dict[str, Any]


class WatchFrames:
    def __init__(self, hub: Hub, socket: Socket) -> None:
        self.hub, self.socket = hub, socket

    async def watch(self, frame: Watch) -> list[Fields]:
        """The `rooms` frames that answer it. From now on the socket is sent what happens in these rooms."""
        self.hub.frames.take(self.socket.actor.id, WATCH)
        watcher = self.hub.watching.begin(self.socket)
        have = frame.have or {}
        listed = await in_thread(room_objects, self.socket.actor, None, have)
        objects: list[Fields] = [each.object for each in listed if each.object is not None]
        objects += [{"room": room, "role": None} for room in _gone(have, listed)]
        if self.hub.watching.has_list(self.socket):
            missed = self.hub.watching.show(self.socket, listed)
            for room in missed.counts & watcher.rooms.keys():
                self.hub.watch_counts.send_soon(watcher, room)
            for room in missed.rooms:
                self.hub.watch_changes.members_changed(room, [watcher.id])
        return list(_pages(objects))

    def greet(self) -> None:
        """What follows the list: how the people of one's direct conversations are."""
        if watcher := self.hub.watching.watchers.get(self.socket.actor.id):
            self.hub.watch_people.greet(watcher, self.socket)

    async def counts(self, frame: AskCounts) -> Fields:
        """The `counts` frame that answers it."""
        watcher = self.hub.watching.watchers.get(self.socket.actor.id)
        if watcher is None or frame.room not in watcher.rooms:
            await room_access.enter(self.socket.actor, frame.room)
        return counts_frame(frame.room, await self.hub.watch_counts.now(self.socket.actor, frame.room))

    async def joined(self, room: LiveRoom, frame: Join) -> TimelinePage:
        """The answer to a join. On a socket that watches, the last page has the counts as at its head."""
        actor = self.socket.actor
        if not self.hub.watching.has_list(self.socket):
            return await timeline_pages.joined(room, actor, frame)
        if frame.info:  # the room's object has the counts, and at the same head
            page = await timeline_pages.joined(room, actor, frame)
            if not page.more:
                page.fields |= {name: page.fields["info"][name] for name in COUNTED}
            return page
        for _ in range(TRIES):
            counts = await self.hub.watch_counts.now(actor, room.id)
            page = await timeline_pages.joined(room, actor, frame)
            if page.more:
                return page
            if (current := self._at_head(room, counts)) is not None:
                page.fields |= count_fields(current)
                return page
        raise unavailable(retry_after=0.1)

    def _at_head(self, room: LiveRoom, counts: Counts) -> Counts | None:
        """The counts as they are at the room's head; None where they have to be looked up again."""
        user, direct = self.socket.actor.id, is_direct_id(room.id)
        watched = self.hub.watching.rooms.get(room.id)
        if watched is not None:
            current = watched.brought_forward(counts, user)
            return current if current is not None and current.head == room.head else None
        if counts.head > room.head or not room.recent.covers(counts.head):
            return None
        events = map(decode, room.recent.bodies(counts.head, room.head))
        changes = [change for event in events if (change := count_change(event)) is not None]
        return counts.after(changes, user, direct=direct)._replace(head=room.head)


def _gone(have: dict[str, tuple[int, int, str]], listed: list[Listed]) -> set[str]:
    """The rooms that somebody does not belong to any more."""
    return have.keys() - {each.own.room.pk for each in listed}


def _pages(objects: list[Fields]) -> Iterator[Fields]:
    for start in range(0, max(len(objects), 1), PAGE):
        more: Fields = {"more": True} if start + PAGE < len(objects) else {}
        yield {"type": "rooms", "rooms": objects[start : start + PAGE], **more}
