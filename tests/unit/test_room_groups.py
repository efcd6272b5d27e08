"""A group of the layer for each room that is live in a process, on a real Redis."""

import asyncio
import secrets
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from redis.asyncio import Redis

from chat.actions import rooms
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.protocol.errors import Refused
from chat.realtime import bus_link, peers, sweep
from chat.realtime.hub import Hub
from chat.realtime.peers import Peers
from chat.realtime.room import LiveRoom
from chat.storage import event_log
from chatsite.layer import LoopLayer
from tests.polling import async_wait_until
from tests.unit.hubs import layer_at, listening_hub, live_room, post, subscribed_room, two_hubs

ADA = Actor(id=str(uuid.UUID(int=1)), key=uuid.UUID(int=1).hex, username="ada", name="Ada", trusted=True)


@pytest.fixture
def prefix() -> str:
    return f"unit-{secrets.token_hex(4)}"


@pytest.fixture
async def hubs(redis_url: str, prefix: str) -> AsyncIterator[tuple[Hub, Hub]]:
    """They also know of each other that each listens to groups of rooms."""
    async with two_hubs(redis_url, prefix) as pair:
        await async_wait_until(lambda: not any(hub.bus.peers.any_on_all_rooms for hub in pair))
        yield pair


async def subscribers(redis_url: str, prefix: str, group: str) -> int:
    async with Redis.from_url(redis_url) as redis:
        return int((await redis.pubsub_numsub(f"{prefix}__group__{group}"))[0][1])


def received_by(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of what comes to this process from now on."""
    kinds: list[str] = []
    real = hub.bus.receive

    def receive(shard: int, message: dict[str, Any]) -> None:
        kinds.extend(item[0] for item in message["items"])
        real(shard, message)

    monkeypatch.setattr(hub.bus, "receive", receive)
    return kinds


async def beats_pass(here: Hub, there: Hub, received: list[str]) -> None:
    """Returns when what `here` said before has come to `there`."""
    received.clear()
    here.bus.beat()
    await async_wait_until(lambda: "beat" in received)


async def test_what_happens_in_a_room_comes_only_where_it_is_live(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = hubs
    await subscribed_room(there, "tea")
    received = received_by(there, monkeypatch)
    here.bus.typing("coffee", b"{}", "ada")
    here.bus.events("coffee", [b"{}"])
    here.bus.typing("tea", b"{}", "ada")
    await async_wait_until(lambda: bool(received))
    await here.bus.drained()
    assert set(received) - {"beat"} == {"typing"}


async def test_a_room_that_is_forgotten_is_unsubscribed_from(
    hubs: tuple[Hub, Hub], redis_url: str, prefix: str
) -> None:
    hub = hubs[0]
    room = await subscribed_room(hub, "tea")
    assert await subscribers(redis_url, prefix, "wick.room.tea") == 1
    hub.forget(room)
    async with asyncio.timeout(20):
        while await subscribers(redis_url, prefix, "wick.room.tea"):
            pass
    assert len(hub.bus.links[0].subscriptions) == 0
    assert not [name for name in inside_of(hub).groups if "tea" in name]


async def test_a_room_that_is_not_there_leaves_no_subscription(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hubs[0]
    monkeypatch.setattr("chat.realtime.loader._from_database", lambda room: None)
    with pytest.raises(Refused):
        await hub.loader.room("nowhere")
    assert len(hub.bus.links[0].subscriptions) == 0


async def test_what_is_said_in_one_turn_of_the_loop_leaves_in_one_round_trip(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hubs[0]
    sent: list[list[str]] = []
    real = LoopLayer.group_send_all

    async def send(layer: LoopLayer, shard: int, messages: Sequence[tuple[str, bytes]]) -> None:
        sent.append([group for group, _ in messages])
        await real(layer, shard, messages)

    monkeypatch.setattr(LoopLayer, "group_send_all", send)
    for n in range(100):
        hub.bus.typing(f"room-{n % 50}", b"{}", "ada")
    hub.bus.poke()
    await hub.bus.drained()
    assert sent == [[*(f"wick.room.room-{n}" for n in range(50)), "wick.hubs"]]


async def test_all_rooms_are_subscribed_to_again_and_looked_at_after_a_break(
    hubs: tuple[Hub, Hub], redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.realtime.bus_link.AGAIN", 0.0)
    hub = hubs[0]
    for name in ("tea", "coffee"):
        await subscribed_room(hub, name)
    doubted: list[str] = []
    hub.bus.on_subscribed = doubted.append
    [channel] = inside_of(hub).channels
    inside_of(hub).lose(channel, ConnectionResetError("by the test"))
    await async_wait_until(lambda: set(doubted) == {"tea", "coffee"})
    for name in ("tea", "coffee"):
        assert await subscribers(redis_url, prefix, f"wick.room.{name}") == 1


async def test_the_last_event_that_the_layer_lost_is_found_once_the_room_is_quiet(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = hubs
    monkeypatch.setattr("chat.realtime.head_announcements.QUIET", 0.0)
    mine, theirs = live_room(here, "tea"), await subscribed_room(there, "tea")
    asked: list[str] = []
    theirs.catch_up_soon = lambda: asked.append("log")  # type: ignore[method-assign]
    mine.recent.head = 7
    here.bus._announcements.published("tea")  # and what was published is lost
    here.bus.turn()
    await async_wait_until(lambda: asked == ["log"])
    assert not here.bus._announcements


async def test_a_head_that_is_known_already_asks_nothing(
    hubs: tuple[Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = hubs
    theirs = await subscribed_room(there, "tea")
    theirs.recent.head = 7
    asked: list[str] = []
    theirs.catch_up_soon = lambda: asked.append("log")  # type: ignore[method-assign]
    received = received_by(there, monkeypatch)
    here.bus.send_room("tea", "head", "tea", 7)
    await async_wait_until(lambda: "head" in received)
    assert not asked


@pytest.fixture
async def talking(
    hubs: tuple[Hub, Hub], transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[LiveRoom, Hub]]:
    """A room that is live in one process; and another process, which looks at doubted rooms all the time. At
    all others never: a lost event would be found in the end, whatever went wrong."""
    for module, name in ((sweep, "PERIOD"), (peers, "DOUBTFUL"), (bus_link, "LATE")):
        monkeypatch.setattr(module, name, 1e9)
    monkeypatch.setattr("chat.realtime.reconciler.EVERY", 0.01)
    here, there = hubs
    there.reconciler.seen = 0
    looking = there.spawn(there.reconciler.run())
    maker = await asyncio.to_thread(system_account)
    made = (await rooms.create(maker, f"tea-{uuid.uuid4().hex[:6]}")).pk
    yield await here.loader.room(made), there
    looking.cancel()


async def looked_at(hub: Hub) -> None:
    """Returns when no room is in doubt."""
    await async_wait_until(lambda: not hub.reconciler._doubted)


async def test_forgetting_and_coming_back_in_a_race_with_posts_loses_nothing(
    talking: tuple[LiveRoom, Hub],
) -> None:
    mine, there = talking
    for round in range(40):
        theirs, _ = await asyncio.gather(there.loader.room(mine.id), post(mine, ADA, "while it is loaded"))
        if round % 2:
            await looked_at(there)
        await post(mine, ADA, f"message {round}")
        await async_wait_until(lambda theirs=theirs: theirs.head == mine.head)  # type: ignore[misc]
        there.forget(theirs)
        if round % 4:
            await post(mine, ADA, "while nobody listens")
    assert await asyncio.to_thread(event_log.head, mine.id) == mine.head


async def test_what_is_said_between_the_reading_of_the_log_and_the_subscription_is_found(
    talking: tuple[LiveRoom, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, there = talking
    subscribing = asyncio.Event()
    real = LoopLayer.group_add_all

    async def wait(layer: LoopLayer, *arguments: Any) -> None:
        await subscribing.wait()
        await real(layer, *arguments)

    monkeypatch.setattr(LoopLayer, "group_add_all", wait)
    theirs = await there.loader.room(mine.id)
    await looked_at(there)
    await post(mine, ADA, "which nobody else hears")
    await mine.hub.bus.drained()
    subscribing.set()
    await async_wait_until(lambda: theirs.head == mine.head)


def inside_of(hub: Hub) -> LoopLayer:
    return hub.bus.links[0].layer


async def test_while_redis_is_away_nothing_is_kept_of_rooms_that_come_and_go(redis_url: str) -> None:
    hub = Hub()
    hub.bus.use(layer_at(redis_url, "nobody"))
    subscriptions = hub.bus.links[0].subscriptions
    for n in range(100):
        hub.bus.join(f"room-{n}")
        hub.bus.leave(f"room-{n}")
    kept = subscriptions._groups | subscriptions._joining | subscriptions._leaving
    assert not kept


async def test_an_instance_that_has_just_begun_publishes_before_it_knows_of_others(
    redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening_hub(layer_at(redis_url, prefix)) as one:
        await subscribed_room(one, "tea")
        received = received_by(one, monkeypatch)
        async with listening_hub(layer_at(redis_url, prefix)) as two:
            two.bus.peers = Peers()  # as before the first beat of another one came
            two.bus.typing("tea", b"{}", "ada")
            await async_wait_until(lambda: "typing" in received)
