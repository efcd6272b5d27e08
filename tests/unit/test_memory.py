"""What the rooms of a process keep in memory is bounded together."""

import asyncio
import uuid

import pytest

from chat.actors.actor import Actor
from chat.protocol.client_frames import Join
from chat.realtime import timeline_pages
from chat.realtime.hub import Hub
from chat.realtime.memory import Memory
from chat.realtime.recent_events import BESIDE
from chat.realtime.room import LiveRoom
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from tests.unit.hubs import live_room, post

ADA = Actor(id=str(uuid.UUID(int=1)), key=uuid.UUID(int=1).hex, username="ada", name="Ada", trusted=True)
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
async def hub() -> Hub:
    hub = Hub()
    hub.bus.listening = True  # with nobody beside it
    return hub


async def posted(room: LiveRoom, count: int, text: str = "🙂" * 1000) -> None:
    await asyncio.gather(*(post(room, ADA, text) for _ in range(count)))


def kept(hub: Hub) -> int:
    return sum(room.recent.size for room in hub.rooms.values())


async def test_the_rooms_that_were_not_used_for_longest_are_forgotten_first(hub: Hub) -> None:
    hub.memory = Memory(400_000)
    rooms = [live_room(hub, f"room-{n}") for n in range(6)]
    for room in rooms:
        await posted(room, 10)  # about 80,000 bytes each
        assert kept(hub) == hub.memory.used <= 400_000
    assert [bool(room.recent.size) for room in rooms] == [False, False, True, True, True, True]
    await rooms[2].newest_page.bodies()
    await posted(rooms[0], 10)
    assert rooms[2].recent.size
    assert not rooms[3].recent.size


async def test_a_room_that_was_forgotten_has_its_newest_page_again_for_who_joins(hub: Hub) -> None:
    room = live_room(hub, "tea")
    await posted(room, 12, "hello")
    before = room.recent.bodies(0, 12)
    room.recent.clear()
    joining = [timeline_pages.joined(room, ADA, Join(room=room.id)) for _ in range(20)]
    await posted(room, 2, "meanwhile")
    for page in await asyncio.gather(*joining):
        assert page.fields["head"] == len(page.events) == 14
        assert page.events[:12] == before
    assert hub.memory.used == kept(hub) == sum(len(body) + BESIDE for body in room.recent.bodies(0, 14))


async def test_rooms_that_are_live_no_more_do_not_count(hub: Hub) -> None:
    ended, left = live_room(hub, "ended"), live_room(hub, "left")
    await posted(ended, 3)
    await posted(left, 3)
    ended.end()
    left.used_at = -1000.0
    hub.loader.forget_empty()
    assert (hub.rooms, hub.memory.used) == ({}, 0)
    await posted(ended, 1)  # by who had it in hand
    assert hub.memory.used == 0


async def test_before_a_gap_in_the_log_the_newest_events_are_shown(hub: Hub) -> None:
    room = live_room(hub, "tea")
    await posted(room, 8, "hello")
    await in_log_thread(lambda: event_log.collection().delete_one({"room": "tea", "seq": 5}))
    room.recent.clear()
    page = await timeline_pages.joined(room, ADA, Join(room=room.id))
    assert len(page.events) == 3
