"""Looks, over a socket of its own, at what an instance knows by now."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import ClientConnection, connect

from tests.client import new_id
from tests.inbox import TIMEOUT
from tests.instance import Instance
from tests.polling import wait_until
from tests.room_view import Frame
from tests.workspace import Account


@contextmanager
def socket_probe(instance: Instance, account: Account) -> Iterator["SocketProbe"]:
    headers = {"Authorization": f"Bearer {account.token}"}
    with connect(instance.ws_url, additional_headers=headers, proxy=None) as socket:
        yield SocketProbe(socket)


class SocketProbe:
    """For tests that drive the browser, and so have no event loop of their own."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def wait_until_archived(self, room: str, archived: bool) -> None:
        """Returns when the instance allows changes in the room no more, or again. Its first message is the
        account's, and is edited until then."""
        answer = "error" if archived else "ack"
        wait_until(lambda: self._answer_to_edit(room)["type"] == answer, what=f"{answer} as the answer")

    def _answer_to_edit(self, room: str) -> Frame:
        frame = {"type": "edit", "id": new_id(), "room": room, "seq": 1, "text": "edited"}
        self._socket.send(json.dumps(frame))
        while (answer := json.loads(self._socket.recv(TIMEOUT))).get("id") != frame["id"]:
            pass
        assert answer.get("code") in (None, "forbidden")
        return dict(answer)
