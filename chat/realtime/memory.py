"""What the recent events of all rooms take in this process: bounded, least recently used rooms first."""

from collections import OrderedDict
from typing import Protocol

from chat.realtime.recent_events import RecentEvents

ROOM = 0.9  # of the bound is left in use when it was reached, so that not every event asks again


class KeptRoom(Protocol):
    """What is asked of a live room."""

    recent: RecentEvents
    is_forgotten: bool  # it is not live any more


class Memory:
    def __init__(self, most: int) -> None:
        """`most`: bytes."""
        self._most = most
        self.used = 0
        self._rooms: OrderedDict[KeptRoom, int] = OrderedDict()  # with their bytes; the newest used last

    def use(self, room: KeptRoom) -> None:
        """Somebody asks for the room, or something happened in it. What others keep makes room for it."""
        if room.is_forgotten:
            return
        self.used += room.recent.size - self._rooms.get(room, 0)
        self._rooms[room] = room.recent.size
        self._rooms.move_to_end(room)
        if self.used > self._most:
            self._clear_others(room)

    def forget(self, room: KeptRoom) -> None:
        """The room is not live any more."""
        self.used -= self._rooms.pop(room, 0)

    def _clear_others(self, but: KeptRoom) -> None:
        for room in list(self._rooms):
            if self.used <= self._most * ROOM or room is but:
                return
            room.recent.clear()
            self.used -= self._rooms.pop(room)
