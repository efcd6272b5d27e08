"""Who is here, as processes of versions up to 0.1 send and receive it: whole lists, of all rooms.

They do not understand the changes of chat.realtime.presence_exchange, and cannot be asked. So what they say
is kept for every room, and while one of them is there, it hears the whole list of each room that changes.
"""

from collections.abc import Callable, Mapping

from chat.realtime.bus import Bus
from chat.realtime.presence_exchange import PACE, PresentRoom, names_of
from chat.realtime.room_people import Names, RoomPeople


class PresenceLists:
    def __init__(
        self,
        rooms: Mapping[str, PresentRoom],
        people: Mapping[str, RoomPeople],
        bus: Bus,
        on_change: Callable[[str], None],
    ) -> None:
        """As those of PresenceExchange."""
        self._rooms, self._people, self._bus, self._on_change = rooms, people, bus, on_change
        self._lists: dict[str, dict[str, list[Names]]] = {}  # process: room: people
        self._to_send: dict[str, None] = {}  # rooms

    def meet(self, process: str) -> None:
        """A process of such a version is there."""
        if process not in self._lists:
            self._lists[process] = {}
            self.send_again()

    def gone(self, process: str) -> bool:
        """It has ended, or is none of those. Was it known as one?"""
        was_known = self._lists.pop(process, None) is not None
        if not self._lists:
            self._to_send.clear()
        return was_known

    def receive(self, process: str, rooms: dict[str, list[Names]]) -> None:
        """`rooms` are those whose people changed on `process`, each with its whole list."""
        self.meet(process)
        known = self._lists[process]
        for room, names in rooms.items():
            if names:
                known[room] = names
            else:
                known.pop(room, None)
            if (people := self._people.get(room)) is not None:
                people.replace(process, names)
                self._on_change(room)

    def begin(self, room: str, people: RoomPeople) -> None:
        """The room is followed here from now on."""
        for process, rooms in self._lists.items():
            if room in rooms:
                people.replace(process, rooms[room])

    def changed(self, room: str) -> None:
        """Somebody came to this process, went or was renamed; or the room is not live here any more."""
        if self._lists:
            self._to_send[room] = None

    def send_again(self) -> None:
        """They may not know whom we have."""
        if self._lists:
            self._to_send.update(dict.fromkeys(self._people))

    def tick(self) -> None:
        """Sends as much as a turn may, and one room at least."""
        lists: dict[str, list[Names]] = {}
        pace = PACE
        while self._to_send and pace > 0:
            room = next(iter(self._to_send))
            del self._to_send[room]
            live = self._rooms.get(room)
            lists[room] = names_of(live.people, live.people) if live is not None else []
            pace -= len(lists[room]) + 1
        if lists:
            self._bus.here(lists)
