"""What processes send each other of who is in a room: changes as they happen, whole lists on request.

A process numbers its changes, and each names the number before it in its room (0: nobody was there). One that
sees a gap, has just begun to follow a room, or may have missed something, asks with the numbers that it
knows; those who have another number answer with their list of the room, in parts. Asks and answers are paced.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from msgspec import Struct, field

from chat.actors.actor import Actor
from chat.realtime.bus import Bus
from chat.realtime.room_people import AWAY, Names, RoomPeople

PART = 250  # people in one change, and in one part of a list
PACE = 1000  # people who are named a turn (twice a second) in answer to others
OVERHEAD = 10  # people, as many as whom a part counts besides
ASKS = 100  # rooms that are asked for a turn
AGAIN = 2.0  # seconds between two asks for a room
SETTLING = 1.0  # seconds in which the answers to the first ask for a room come, or never


class PresentRoom(Protocol):
    """What is asked of a live room."""

    people: dict[str, tuple[int, Actor]]  # by id, with how many sockets they are here


class _Own(Struct):
    """What others know of our people in a room."""

    number: int = 0  # of the newest change
    changed: dict[str, None] = field(default_factory=dict)  # who came, went or was renamed since, by id
    began_at: float = 0.0  # monotonic times
    asked_at: float = 0.0
    asked: bool = False  # somebody waits for the whole list from its first part on
    answer: list[str] = field(default_factory=list)  # the ids that the list under way names
    part: int = 0  # of that list, the next one


class PresenceExchange:
    def __init__(
        self,
        rooms: Mapping[str, PresentRoom],
        people: Mapping[str, RoomPeople],
        bus: Bus,
        on_change: Callable[[str], None],
        is_away: Callable[[str], bool],
    ) -> None:
        """`rooms`: the live ones; `people`: of those that were followed here. `on_change` takes the id of a
        room in which other people are now; `is_away` that of somebody who is on this process."""
        self._rooms, self._people, self._bus, self._on_change = rooms, people, bus, on_change
        self._is_away = is_away
        self._own: dict[str, _Own] = {}  # the same rooms as `people`
        self._to_send: dict[str, None] = {}  # rooms with changes
        self._to_ask: dict[str, None] = {}
        self._partial: set[str] = set()  # rooms of which parts may be missing
        self._answering: deque[str] = deque()  # rooms whose list is being sent
        self._pace = PACE  # people who may still be named this turn

    # --- this process --------------------------------------------------------------------------------------

    def begin(self, room: str) -> None:
        """The room is followed here from now on."""
        now = time.monotonic()
        self._own[room] = _Own(began_at=now if self._bus.has_peers else now - SETTLING)
        if self._bus.has_peers:
            self._to_ask[room] = None
            self._ask(now)

    def changed(self, room: str, user: str) -> None:
        """Somebody came to this process, went, was renamed, became away or is not any more."""
        if not self._bus.single_process:
            self._own[room].changed[user] = None
            self._to_send[room] = None

    def forget(self, room: str) -> None:
        """It is not live here any more."""
        self._own.pop(room, None)
        self._to_send.pop(room, None)
        self._to_ask.pop(room, None)
        self._partial.discard(room)

    def is_settled(self, room: str, now: float) -> bool:
        """Could the others have said by now who is there?"""
        own = self._own.get(room)
        return own is None or now - own.began_at >= SETTLING

    def tick(self, now: float) -> None:
        """Sends, asks and answers, as much as a turn may."""
        changed, self._to_send = self._to_send, {}
        for room in changed:
            self._send(room, self._own[room])
        self._ask(now)
        self._pace = PACE
        self._answer()

    def ask_again(self) -> None:
        """What is known of other processes may be old."""
        self._to_ask.update(dict.fromkeys(self._own))

    def ask_about(self, room: str) -> None:
        """The same, of one room."""
        if room in self._own:
            self._to_ask[room] = None

    def gone(self, process: str) -> None:
        """It has ended."""
        for room, people in self._people.items():
            if people.drop_process(process):
                self._on_change(room)

    # --- what others say -----------------------------------------------------------------------------------

    def receive_change(
        self,
        sender: str,
        room: str,
        previous: int,
        number: int,
        count: int,
        came: list[Names],
        went: list[str],
    ) -> None:
        if (people := self._people.get(room)) is None:
            return
        if not people.change(sender, previous, number, count, came, went):
            self._to_ask[room] = None
            self._partial.add(room)
        self._on_change(room)

    def receive_part(
        self, sender: str, room: str, number: int, part: int, last: bool, count: int, people: list[Names]
    ) -> None:
        if (known := self._people.get(room)) is not None:
            known.take_part(sender, number, part, last, count, people)
            self._own[room].asked_at = time.monotonic()  # what it was asked for is coming
            self._partial.add(room)
            self._on_change(room)

    def receive_ask(self, sender: str, room: str, known: dict[str, int]) -> None:
        """`known`: by process, the number of the newest change of it that the sender knows."""
        own = self._own.get(room)
        if known.get(self._bus.id, 0) == (own.number if own is not None else 0):
            return
        if own is None:
            self._bus.presence_part(room, 0, 0, True, 0, [])
        elif not own.asked:
            own.asked = True
            if not own.part:
                self._answering.append(room)
                self._answer()

    # --- what is said --------------------------------------------------------------------------------------

    def _send(self, room: str, own: _Own) -> None:
        people = self._rooms[room].people
        users, own.changed = list(own.changed), {}
        for start in range(0, len(users), PART):
            some = users[start : start + PART]
            self._bus.presence_number += 1
            previous, own.number = own.number, self._bus.presence_number
            came, went = self._named(people, some), [user for user in some if user not in people]
            self._bus.presence_change(room, previous, own.number, len(people), came, went)

    def _ask(self, now: float) -> None:
        if not self._bus.has_peers:  # a process that comes is asked then
            self._to_ask.clear()
        self._partial -= {room for room in self._partial if self._people[room].is_whole}
        self._to_ask.update(dict.fromkeys(self._partial))
        for room in [room for room in self._to_ask if now - self._own[room].asked_at >= AGAIN][:ASKS]:
            del self._to_ask[room]
            self._own[room].asked_at = now
            self._bus.presence_ask(room, self._people[room].numbers())

    def _answer(self) -> None:
        while self._answering and self._pace > 0:
            room = self._answering.popleft()
            if (own := self._own.get(room)) is not None:
                self._send_part(room, own)
                if own.part or own.asked:
                    self._answering.append(room)

    def _send_part(self, room: str, own: _Own) -> None:
        """The next part. Who comes after the first one is sent as a change, which its receivers add."""
        people = self._rooms[room].people
        if not own.part:
            own.asked, own.answer = False, list(people)
        start, end = own.part * PART, (own.part + 1) * PART
        some, last = self._named(people, own.answer[start:end]), end >= len(own.answer)
        self._bus.presence_part(room, own.number, own.part, last, len(people), some)
        self._pace -= len(some) + OVERHEAD
        own.part += 1
        if last:
            own.answer, own.part = [], 0

    def _named(self, people: Mapping[str, tuple[int, Actor]], users: Iterable[str]) -> list[Names]:
        """As names_of, with AWAY behind the names of those who are."""
        return [[*each, AWAY] if self._is_away(each[0]) else each for each in names_of(people, users)]


def names_of(people: Mapping[str, tuple[int, Actor]], users: Iterable[str]) -> list[Names]:
    """Those of `users` (ids) who are among `people`, as [id, username, name]."""
    found = (people[user][1] for user in users if user in people)
    return [[actor.id, actor.username, actor.name] for actor in found]
