"""What people have begun to write, as it is sent to their other sockets."""

from collections.abc import Collection, Iterable, Mapping

from chat.realtime.sockets import Socket


class Drafts:
    def __init__(self, by_user: Mapping[str, Collection[Socket]]) -> None:
        self._by_user = by_user

    def show(self, user_id: str, body: bytes, but: Socket | None = None) -> None:
        """A draft of a person (an id), as JSON: sent to their sockets, all `but` the one it came from."""
        for socket in self._by_user.get(user_id, ()):
            if socket is not but:
                socket.send_soon(body)

    def show_all(self, users: Iterable[str], body: bytes) -> None:
        """A frame, as JSON, for all sockets of these people (ids)."""
        for user in users:
            self.show(user, body)
