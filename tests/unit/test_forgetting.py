"""A room that nobody is in leaves this process's memory after a minute, and not before."""

import time
import uuid

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.events.message import Message
from chat.events.pending import PendingEvent, awaited
from chat.protocol.errors import Refused, forbidden
from chat.queries.room_state import RoomState
from chat.realtime.hub import Hub
from chat.realtime.loader import KEEP_EMPTY
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import QueuedSocket

ADA = Actor(id="a", key="a", username="ada", name="Ada")


@pytest.fixture
async def hub() -> Hub:
    return Hub()


@pytest.fixture
async def room(hub: Hub) -> LiveRoom:
    """A live room that nobody has asked for since longer than rooms are kept."""
    room = LiveRoom(hub, RoomState("tea", "tea", "epoch", archived=False), [], 0)
    hub.rooms[room.id] = room
    wait(room)
    return room


def wait(room: LiveRoom, seconds: float = KEEP_EMPTY + 1) -> None:
    """So long ago it was that somebody asked for the room."""
    room.used_at = time.monotonic() - seconds


async def test_an_empty_room_is_forgotten_after_a_minute(hub: Hub, room: LiveRoom) -> None:
    wait(room, KEEP_EMPTY - 1)
    hub.loader.forget_empty()
    assert room.id in hub.rooms
    wait(room, KEEP_EMPTY + 1)
    hub.loader.forget_empty()
    assert room.id not in hub.rooms


async def test_using_it_keeps_it(hub: Hub, room: LiveRoom) -> None:
    assert await hub.loader.room("tea") is room
    hub.loader.forget_empty()
    assert room.id in hub.rooms


async def test_a_room_with_somebody_in_it_is_kept_and_a_minute_longer(hub: Hub, room: LiveRoom) -> None:
    async def drop(_: object) -> None: ...

    socket = QueuedSocket(drop, Credentials(ADA, token="digest"))
    hub.connect(socket)
    socket.rooms.add(room.id)
    room.enter(socket)
    hub.loader.forget_empty()
    assert room.id in hub.rooms
    hub.disconnect(socket)
    hub.loader.forget_empty()
    assert room.id in hub.rooms
    wait(room)
    hub.loader.forget_empty()
    assert room.id not in hub.rooms


async def test_a_room_that_somebody_is_writing_to_is_kept(hub: Hub, room: LiveRoom) -> None:
    done, settled = awaited()
    message = Message(room=room.id, id=str(uuid.uuid4()), author=ADA.author, text="x")
    room.writer.submit(PendingEvent(message, ADA, barred=forbidden("Not now."), done=done))
    hub.loader.forget_empty()
    assert room.id in hub.rooms
    with pytest.raises(Refused):
        await settled
    wait(room)
    hub.loader.forget_empty()
    assert room.id not in hub.rooms
