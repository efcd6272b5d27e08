"""Notices about people, carried out on open sockets: the newest word counts, however it is come by."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from pymongo.errors import AutoReconnect

from chat import pool
from chat.guest import Guest
from chat.hub import Hub
from chat.identity import Identities, Identity
from chat.live import LiveRoom
from chat.person import Person
from chat.queries import RoomState
from chat.sockets import QueuedSocket
from tests.unit.eventually import eventually

ADA = Person(id="a", key="a", username="ada", name="Ada")
Answers = Callable[[str], Identity | None]


@pytest.fixture
async def hub() -> Hub:
    return Hub()


@pytest.fixture
async def socket(hub: Hub) -> QueuedSocket:
    socket = QueuedSocket(_drop, Guest(ADA, token="digest"))
    hub.connect(socket)
    return socket


async def _drop(_: object) -> None: ...


def called(name: str) -> Identity:
    return Identity(Person(id="a", key="a", username="ada", name=name), suspended=False)


def answer(monkeypatch: pytest.MonkeyPatch, look_up: Answers) -> None:
    """Makes `look_up` the database that knows who people are."""
    monkeypatch.setattr(Identities, "look_up", staticmethod(look_up))


async def test_a_slow_look_up_does_not_undo_a_newer_one(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["Older", "Newer"])
    slow = threading.Event()

    def look_up(_: str) -> Identity:
        name = next(names)
        if name == "Older":
            slow.wait(5)
        return called(name)

    answer(monkeypatch, look_up)
    hub.orders.carry_out("person", {"user": "a"})
    await asyncio.sleep(0.05)  # the first look-up is under way
    hub.orders.carry_out("person", {"user": "a"})
    await asyncio.sleep(0.05)
    slow.set()
    await eventually(lambda: len(asyncio.all_tasks()) == 1)  # the test itself
    assert socket.person.name == "Newer"


async def test_a_suspension_waits_for_a_database_that_does_not_answer(
    hub: Hub, socket: QueuedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "AGAIN", 0.01)
    failures = iter([AutoReconnect("no primary"), AutoReconnect("no primary")])

    def look_up(_: str) -> None:
        for failure in failures:
            raise failure

    answer(monkeypatch, look_up)
    hub.orders.carry_out("person", {"user": "a"})
    await eventually(lambda: socket.closing is not None)
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
    hub.orders.carry_out("person", {"user": "a"})
    await eventually(lambda: socket.person.name == "Ada L.")
    assert all(b'"name":"Ada L."' in hub.presence.frame(room.id) for room in rooms)
