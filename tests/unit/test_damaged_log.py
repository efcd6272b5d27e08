"""Where one room's log is damaged, that room goes on as well as it can, and the others do not notice."""

import asyncio
import uuid
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.protocol.client_frames import History, Join
from chat.protocol.errors import Refused
from chat.realtime import catching_up, timeline_pages
from chat.realtime.hub import Hub
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from tests.unit.hubs import live_room, post

ADA = Actor(id=str(uuid.UUID(int=1)), key=uuid.UUID(int=1).hex, username="ada", name="Ada", trusted=True)
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr(catching_up, "GAP_AFTER", 0.0)  # two looks are enough
    hub = Hub()
    hub.bus.listening = True  # with nobody beside it
    return hub


async def stored(room_id: str, count: int) -> None:
    """Events that another process stores."""
    room = live_room(Hub(), room_id)
    for _ in range(count):
        await post(room, ADA)


async def damage(room_id: str, seq: int, **change: Any) -> None:
    """Takes an event from the log, or a part of it."""
    where = {"room": room_id, "seq": seq}
    if change:
        await in_log_thread(lambda: event_log.collection().update_one(where, change))
    else:
        await in_log_thread(lambda: event_log.collection().delete_one(where))


DAMAGES = pytest.mark.parametrize(
    "change", [{}, {"$unset": {"text": 1}}, {"$set": {"author": 7}}], ids=["missing", "no text", "no author"]
)


@DAMAGES
async def test_a_room_goes_on_behind_it_and_says_so_once(
    hub: Hub, change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    room = live_room(hub, "tea")
    await stored("tea", 6)
    await damage("tea", 4, **change)
    for _ in range(4):
        assert await hub.reconciler.check_heads(["tea"]) == {}
    assert room.head == 6
    assert await post(room, ADA) == 7
    said = [record.message for record in caplog.records]
    assert said == [
        "the log of room tea is damaged: events 4 to 4 are missing or cannot be read; it goes on behind "
        "them. See `manage.py verify_log tea`.",
        "the log of room tea can be read",
    ]


async def test_a_gap_of_more_than_a_page_is_passed_too(hub: Hub, settings: Any) -> None:
    settings.WICK_PAGE = 3
    room = live_room(hub, "tea")
    await stored("tea", 12)
    for seq in range(2, 11):
        await damage("tea", seq)
    for _ in range(3):
        await hub.reconciler.check_heads(["tea"])
    assert room.head == 12


@DAMAGES
async def test_who_comes_from_before_it_takes_the_newest_page(hub: Hub, change: dict[str, Any]) -> None:
    await stored("tea", 8)
    await damage("tea", 4, **change)
    room = live_room(hub, "tea", head=8)
    for since, reset, count in ((2, True, 4), (4, None, 4), (5, None, 3), (None, None, 4)):
        page = await timeline_pages.joined(room, ADA, Join(room=room.id, since=since, epoch="epoch"))
        assert (page.fields.get("reset"), len(page.events), page.more) == (reset, count, False)
    history = await timeline_pages.history(room, History(room=room.id))
    assert len(history.events) >= 4


async def test_one_room_that_cannot_catch_up_keeps_no_other_from_it(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = [f"room-{n}" for n in range(12)]
    rooms = [live_room(hub, name) for name in names]
    for name in names:
        await stored(name, 1)

    async def fail() -> None:
        raise RuntimeError("by mistake")

    for broken in (rooms[0], rooms[5]):
        monkeypatch.setattr(broken._catch_up, "_take_in", fail)
    for _ in range(3):
        failed = await hub.reconciler.check_heads(names)
        assert failed.keys() == {"room-0", "room-5"}
    assert [room.head for room in rooms] == [0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
    assert len([record for record in caplog.records if record.exc_info]) == 2

    # Who joins another room in the same moment gets in; the writer says why a message is refused.
    sure = await asyncio.gather(
        *(hub.reconciler.ensure_current(name) for name in names), return_exceptions=True
    )
    assert [isinstance(outcome, Refused) for outcome in sure] == [n in (0, 5) for n in range(12)]
    with pytest.raises(Refused, match="cannot be read"):
        await post(rooms[0], ADA)

    monkeypatch.undo()
    assert await hub.reconciler.check_heads(names) == {}
    assert caplog.records[-1].message.endswith("can be read")
