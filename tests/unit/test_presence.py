"""What sockets are sent of who is here, and what whole lists of other versions are made of."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.realtime import presence
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import QueuedSocket
from tests.unit.hubs import live_room


class Client:
    """A socket of somebody, and what was sent to it."""

    def __init__(self, name: str) -> None:
        actor = Actor(id=name, key=name, username=name, name=name.title())
        self.socket = QueuedSocket(self._take, Credentials(actor))
        self.written: list[dict[str, Any]] = []
        self.socket._put = lambda bodies: self.written.extend(map(json.loads, bodies))  # type: ignore[method-assign]

    async def _take(self, message: Any) -> None: ...


@pytest.fixture
async def hub() -> Hub:
    return Hub()


@pytest.fixture
async def room(hub: Hub) -> LiveRoom:
    return live_room(hub, "tea")


def online(hub: Hub, room: str = "tea") -> list[str]:
    return [user["username"] for user in json.loads(hub.presence.frame(room).bodies[0])["online"]]


async def test_the_frame_of_a_room_is_made_once_until_somebody_comes_or_goes(
    hub: Hub, room: LiveRoom
) -> None:
    ada, bob = Client("ada").socket, Client("bob").socket
    room.enter(ada)
    kept = hub.presence.frame("tea")
    room.enter(Client("ada").socket)  # a second socket of somebody who is here
    assert hub.presence.frame("tea") is kept
    room.enter(bob)
    assert online(hub) == ["ada", "bob"]
    room.leave(bob)
    assert online(hub) == ["ada"]


async def test_all_sockets_of_a_room_get_one_frame(
    hub: Hub, room: LiveRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "EVERY", 0.0)
    clients = [Client(name) for name in ("ada", "bob", "cem")]
    for client in clients:
        room.enter(client.socket)
    hub.presence.tick()
    assert [client.written[-1]["count"] for client in clients] == [3, 3, 3]
    hub.presence.tick()
    assert [len(client.written) for client in clients] == [1, 1, 1]  # nothing has changed since


async def test_a_socket_that_got_presence_a_moment_ago_gets_it_later(hub: Hub, room: LiveRoom) -> None:
    ada = Client("ada")
    room.enter(ada.socket)
    hub.presence.greet(room, ada.socket)
    ada.socket.flush()
    room.enter(Client("bob").socket)
    hub.presence.tick()
    assert [frame["count"] for frame in ada.written] == [1]
    room.sockets[ada.socket] -= presence.EVERY  # that was five seconds ago
    hub.presence._changes["tea"].due -= presence.EVERY
    hub.presence.tick()
    assert [frame["count"] for frame in ada.written] == [1, 2]


async def test_nothing_is_kept_of_a_room_that_is_not_live_any_more(hub: Hub, room: LiveRoom) -> None:
    room.enter(Client("ada").socket)
    hub.presence.tick()
    room.end()  # its people leave after it has ended
    hub.presence.tick()
    kept = hub.presence
    for part in (kept, kept.exchange, kept.lists):
        assert not any(vars(part)[name] for name in vars(part) if isinstance(vars(part)[name], dict))


# --- versions up to 0.1 ------------------------------------------------------------------------------------


@pytest.fixture
def sent(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The whole lists that were sent."""
    lists: list[dict[str, Any]] = []
    here: Callable[[Any], None] = lists.append
    monkeypatch.setattr(hub.bus, "here", here)
    return lists


async def test_whole_lists_are_sent_only_while_a_process_of_such_a_version_is_there(
    hub: Hub, room: LiveRoom, sent: list[dict[str, Any]]
) -> None:
    ada, bob = Client("ada").socket, Client("bob").socket
    room.enter(ada)
    hub.presence.tick()
    assert sent == []
    hub.presence.beat("before/1", None)
    hub.presence.tick()
    assert sent.pop() == {"tea": [["ada", "ada", "Ada"]]}
    room.enter(bob)
    hub.presence.tick()
    assert sent.pop() == {"tea": [["ada", "ada", "Ada"], ["bob", "bob", "Bob"]]}
    for socket in (ada, bob):
        room.leave(socket)
    hub.presence.tick()
    assert sent.pop() == {"tea": []}
    hub.bus.peers._peers["before/1"].seen_at = 0.0  # it has been silent since
    hub.presence.tick()
    room.enter(ada)
    hub.presence.tick()
    assert sent == []


async def test_such_a_process_hears_that_a_room_has_ended(
    hub: Hub, room: LiveRoom, sent: list[dict[str, Any]]
) -> None:
    hub.presence.beat("before/1", None)
    room.enter(Client("ada").socket)
    hub.presence.tick()
    sent.clear()
    room.end()
    hub.presence.tick()
    assert sent == [{"tea": []}]


async def test_what_such_a_process_said_before_a_room_was_followed_here_is_known(hub: Hub) -> None:
    hub.presence.receive_lists("before/1", {"tea": [["cem", "cem", "Cem", "a newer version says more"]]})
    room = live_room(hub, "tea")
    room.enter(Client("ada").socket)
    assert sorted(online(hub)) == ["ada", "cem"]
    hub.presence.receive_lists("before/1", {"tea": []})
    assert online(hub) == ["ada"]


async def test_the_lists_that_this_version_tells_for_others_are_passed_over(hub: Hub, room: LiveRoom) -> None:
    room.enter(Client("ada").socket)
    hub.presence.receive_lists("now/1", {"tea": [["bob", "bob", "Bob"]]})  # before its first beat
    hub.presence.beat("now/1", 1)
    assert online(hub) == ["ada"]
    hub.presence.receive_lists("now/1", {"tea": [["bob", "bob", "Bob"]]})
    assert online(hub) == ["ada"]
