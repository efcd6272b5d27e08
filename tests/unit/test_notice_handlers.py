"""Notices about people, handled for open sockets: the newest state counts, in whatever order answers come."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from pymongo.errors import AutoReconnect

from chat.accounts.identities import Identities, Identity
from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.protocol.framing import PLAIN
from chat.queries.room_state import RoomState
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import QueuedSocket
from chat.storage import executor
from tests.polling import DEADLINE, async_wait_until

ADA = Actor(id="a", key="a", username="ada", name="Ada")
Answers = Callable[[str], Identity | None]


@pytest.fixture
async def hub() -> Hub:
    return Hub()


@pytest.fixture
async def socket(hub: Hub) -> QueuedSocket:
    socket = QueuedSocket(_drop, Credentials(ADA, token="digest"))
    hub.connect(socket)
    return socket


async def _drop(_: object) -> None: ...


def called(name: str) -> Identity:
    return Identity(Actor(id="a", key="a", username="ada", name=name), suspended=False)


def answer(monkeypatch: pytest.MonkeyPatch, look_up: Answers) -> None:
    """Makes `look_up` the database that knows who people are."""
    monkeypatch.setattr(Identities, "look_up", staticmethod(look_up))


async def test_a_slow_look_up_does_not_undo_a_newer_one(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["Older", "Newer"])
    begun, slow = threading.Event(), threading.Event()

    def look_up(_: str) -> Identity:
        name = next(names)
        if name == "Older":
            begun.set()
            slow.wait(DEADLINE)
        return called(name)

    answer(monkeypatch, look_up)
    hub.notice_handlers.handle("person", {"user": "a"})
    assert await asyncio.to_thread(begun.wait, DEADLINE)
    hub.notice_handlers.handle("person", {"user": "a"})
    slow.set()
    await async_wait_until(lambda: len(asyncio.all_tasks()) == 1)  # the test itself
    assert socket.actor.name == "Newer"


async def test_a_suspension_waits_for_a_database_that_does_not_answer(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "AGAIN", 0.01)
    failures = iter([AutoReconnect("no primary"), AutoReconnect("no primary")])

    def look_up(_: str) -> None:
        for failure in failures:
            raise failure

    answer(monkeypatch, look_up)
    hub.notice_handlers.handle("person", {"user": "a"})
    await async_wait_until(lambda: socket.closing is not None)
    assert socket.closing == 4403


async def test_a_new_name_stands_in_the_presence_of_every_room(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [LiveRoom(hub, RoomState(id, id, "epoch", archived=False), [], 0) for id in ("tea", "cake")]
    for room in rooms:
        hub.rooms[room.id] = room
        socket.rooms.add(room.id)
        room.enter(socket)
    answer(monkeypatch, lambda _: called("Ada L."))
    hub.notice_handlers.handle("person", {"user": "a"})
    await async_wait_until(lambda: socket.actor.name == "Ada L.")
    assert all(b'"name":"Ada L."' in hub.presence.frame(room.id)[PLAIN] for room in rooms)


async def test_a_field_of_a_newer_version_is_ignored(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, lambda _: called("Newer"))
    hub.notice_handlers.handle("person", {"user": "a", "why": "a newer version says more"})
    await async_wait_until(lambda: socket.actor.name == "Newer")
