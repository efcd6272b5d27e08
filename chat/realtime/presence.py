"""Who is here, as it is sent to the sockets of a room. Nothing of it is stored.

Every process sends the others who is on it (chat.realtime.presence_exchange), and that holds while it is
alive (chat.realtime.peers.SILENT).
"""

import time
from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from chat.actors.actor import Actor
from chat.protocol.framing import PreparedFrames
from chat.realtime.bus import Bus
from chat.realtime.presence_exchange import PresenceExchange
from chat.realtime.presence_lists import PresenceLists
from chat.realtime.room_people import NAMED, Names, RoomPeople
from chat.realtime.sockets import Socket

EVERY = 5.0  # seconds between two lists of a room for one socket


class FollowedRoom(Protocol):
    """What is asked of a live room."""

    id: str
    sockets: dict[Socket, float]  # with when presence was last sent to them (monotonic)
    people: dict[str, tuple[int, Actor]]  # by id, with how many sockets they are here


class _Change(Struct):
    """Not all sockets of a room know of it (monotonic times)."""

    at: float
    due: float  # when the first of them may be sent to


class Presence:
    def __init__(self, rooms: Mapping[str, FollowedRoom], bus: Bus, is_away: Callable[[str], bool]) -> None:
        """`rooms`: the live ones. `is_away`: whether somebody (an id) on this process is."""
        self._rooms, self._bus, self._is_away = rooms, bus, is_away
        self._people: dict[str, RoomPeople] = {}  # of the live rooms that somebody has followed here
        self._changes: dict[str, _Change] = {}
        self.on_ended: list[Callable[[str], None]] = []  # called with the id of a process that has ended
        self._numbering: set[str] = set()  # peers that number their changes
        self.exchange = PresenceExchange(rooms, self._people, bus, self._mark, is_away)
        self.lists = PresenceLists(rooms, self._people, bus, self._mark)

    # --- this process --------------------------------------------------------------------------------------

    def changed(self, room: FollowedRoom, user: str) -> None:
        """Somebody (an id) came to this process, went, was renamed, became away or is not any more."""
        if self._rooms.get(room.id) is not room:
            return  # it has ended
        people = self._people.get(room.id) or self._begin(room.id)
        if user in room.people:
            people.set_own(room.people[user][1].author, self._is_away(user))
        else:
            people.drop_own(user)
        self.exchange.changed(room.id, user)
        self.lists.changed(room.id)
        self._mark(room.id)

    def _begin(self, room: str) -> RoomPeople:
        people = self._people[room] = RoomPeople(room)
        self.exchange.begin(room)
        self.lists.begin(room, people)
        return people

    def forget(self, room: str) -> None:
        """It is not live here any more."""
        if self._people.pop(room, None) is not None:
            self._changes.pop(room, None)
            self.exchange.forget(room)
            self.lists.changed(room)

    # --- other processes -----------------------------------------------------------------------------------

    def beat(self, process: str, number: int | None) -> None:
        """A process is there. `number`: of its newest change; None where it knows only whole lists."""
        is_new = self._bus.note_peer(process)
        if number is None:
            self.lists.meet(process)
        else:
            self._numbering.add(process)
            if self.lists.gone(process):  # its list for those versions came before its first beat
                self.exchange.gone(process)
                self.exchange.ask_again()
        if is_new:
            self._bus.beat()
            if number:
                self.exchange.ask_again()

    def receive_lists(self, sender: str, rooms: dict[str, list[Names]]) -> None:
        """Whole lists, which a process of this version sends only for those up to 0.1."""
        if sender not in self._numbering:
            self.lists.receive(sender, rooms)

    def lost(self) -> None:
        """What is known of other processes may be old, and so may what they know."""
        self.exchange.ask_again()
        self.lists.send_again()

    # --- sockets -------------------------------------------------------------------------------------------

    def frame(self, room: str) -> PreparedFrames:
        """The `presence` frame of a room that is followed here, as it is known now."""
        return self._people[room].frame

    def greet(self, room: FollowedRoom, socket: Socket) -> None:
        """The list for one who has just joined; where others were asked a moment ago, with their answers."""
        now = time.monotonic()
        if not self._is_known(room.id, now):
            self._changes[room.id] = _Change(now, due=0.0)
            return
        socket.send_soon(self.frame(room.id).bodies[0])
        room.sockets[socket] = now

    def tick(self) -> None:
        """Twice a second: sends processes and sockets what changed, a socket at most every five seconds."""
        now = time.monotonic()
        for process in self._bus.drop_silent_peers():
            for ended in self.on_ended:
                ended(process)
            self._numbering.discard(process)
            self.exchange.gone(process)
            self.lists.gone(process)
        self.exchange.tick(now)
        self.lists.tick()
        for room_id, change in list(self._changes.items()):
            if now >= change.due and self._is_known(room_id, now):
                self._announce(self._rooms[room_id], change, now)

    def _is_known(self, room: str, now: float) -> bool:
        """Has everyone been named who has to be in the frame?"""
        people = self._people[room]
        return self.exchange.is_settled(room, now) and (people.is_whole or people.count > NAMED)

    def _mark(self, room: str) -> None:
        """Its sockets have an old list."""
        now = time.monotonic()
        if (change := self._changes.get(room)) is None:
            self._changes[room] = _Change(now, due=0.0)
        else:
            change.at = now

    def _announce(self, room: FollowedRoom, change: _Change, now: float) -> None:
        """Sends the list to those who have an older one, but for who had that just now."""
        behind = [socket for socket, told_at in room.sockets.items() if told_at <= change.at]
        waiting = [room.sockets[socket] for socket in behind if now - room.sockets[socket] < EVERY]
        if len(waiting) < len(behind):
            frame = self.frame(room.id)
            for socket in behind:
                if now - room.sockets[socket] >= EVERY:
                    room.sockets[socket] = now
                    socket.write(frame)
        if waiting:
            change.due = min(waiting) + EVERY
        else:
            del self._changes[room.id]
