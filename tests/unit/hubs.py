"""Hubs that hear each other by a real Redis, and do nothing else by themselves: they do not ask MongoDB."""

import asyncio
import secrets
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chat.actions import messages
from chat.actors.actor import Actor
from chat.events.base import WireEvent
from chat.events.edit import Edit
from chat.events.message import Message
from chat.events.pending import awaited
from chat.queries.room_state import RoomState
from chat.realtime import hub as hubs
from chat.realtime.hub import Hub
from chat.realtime.room import LiveRoom
from chatsite.environment import redis_options
from chatsite.layer import LoopLayer, RedisLayer
from tests.polling import async_wait_until


def layer_at(redis_url: str, prefix: str) -> RedisLayer:
    """One process's end of the layer."""
    return RedisLayer(hosts=[{"address": redis_url, **redis_options(redis_url, timeout=3)}], prefix=prefix)


def inside(layer: RedisLayer) -> LoopLayer:
    return layer._get_layer()


@asynccontextmanager
async def listening_hub(layer: RedisLayer) -> AsyncIterator[Hub]:
    """A hub that serves, and listens to the layer."""
    hub = Hub()
    hub.bus.id = f"{hub.bus.id}/{uuid.uuid4().hex[:8]}"
    hub.serving = True
    hub.bus.use(layer)
    listening = hub.spawn(hub.bus.listen())
    hub.bus.links[0].beat_at = 0.0
    await async_wait_until(lambda: hub.bus.healthy)
    yield hub
    listening.cancel()
    await asyncio.wait([listening])


@asynccontextmanager
async def two_hubs(redis_url: str, prefix: str = "") -> AsyncIterator[tuple[Hub, Hub]]:
    """Two processes that know of each other."""
    prefix = prefix or f"unit-{secrets.token_hex(4)}"
    async with (
        listening_hub(layer_at(redis_url, prefix)) as one,
        listening_hub(layer_at(redis_url, prefix)) as two,
    ):
        for hub in (one, two):
            hub.bus.beat()
        await async_wait_until(lambda: one.bus.has_peers and two.bus.has_peers)
        yield one, two


def only_hub() -> Hub:
    """This process's own, which serves with nobody beside it."""
    hub = hubs.current()
    hub.serving = True
    hub.reconciler.seen = 0
    return hub


async def subscribed_room(hub: Hub, room_id: str) -> LiveRoom:
    """A live room; what others publish of it from now on arrives."""
    subscribed = asyncio.Event()
    hub.bus.on_subscribed = lambda room: subscribed.set() if room == room_id else None
    hub.bus.join(room_id)
    async with asyncio.timeout(20):
        await subscribed.wait()
    return live_room(hub, room_id)


def live_room(hub: Hub, room_id: str, head: int = 0) -> LiveRoom:
    """A room of which this hub knows nothing but its head."""
    state = RoomState(room_id, "tea", "epoch", archived=False)
    room = hub.rooms[room_id] = LiveRoom(hub, state, [], head)
    hub.bus.join(room_id)
    return room


def post(room: LiveRoom, actor: Actor, text: str = "hello") -> "asyncio.Future[int]":
    """Says something; its seq is there once it is stored."""
    return _submit(room, actor, Message(room=room.id, id=str(uuid.uuid4()), author=actor.author, text=text))


def edit(room: LiveRoom, actor: Actor, seq: int, text: str) -> "asyncio.Future[int]":
    return _submit(
        room, actor, Edit(room=room.id, id=str(uuid.uuid4()), author=actor.author, target=seq, text=text)
    )


def _submit(room: LiveRoom, actor: Actor, event: WireEvent) -> "asyncio.Future[int]":
    done, seq = awaited()
    messages.submit(room, actor, event, done)
    return seq
