"""How far people have read, as this process knows it and sends it to their sockets."""

from collections.abc import Collection, Mapping

from chat.events.base import encode
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket


class ReadMarkers:
    def __init__(self, rooms: Mapping[str, LiveRoom], by_user: Mapping[str, Collection[Socket]]) -> None:
        self._rooms, self._by_user = rooms, by_user

    def show(
        self, user_id: str, room_id: str, seq: int, *, back: bool = False, but: Socket | None = None
    ) -> None:
        """A person (an id) has read up to `seq`: sent to their sockets, all `but` the one it came from.
        `back`: their marker may have been further on."""
        if room := self._rooms.get(room_id):
            room.read_upto(user_id, seq, back=back)
        body = encode({"type": "read", "room": room_id, "seq": seq})
        for socket in self._by_user.get(user_id, ()):
            if socket is not but:
                socket.send_soon(body)

    def forget(self) -> None:
        """What is known may be old: it is looked up again when it is asked for."""
        for room in self._rooms.values():
            room.markers.clear()
