"""The channel layer between instances: channels-redis' pub/sub layer, with what it lacks.

That one never notices a connection that is open and carries nothing, leaves the queue of a channel without a
bound, sends one command a round trip, and logs each of its attempts to reconnect. Ours publishes and
subscribes in bulk, says when Redis has confirmed a subscription, drops what a receiver does not take, can be
reset one server at a time, and leaves it to its user to say that Redis is away (`Unreachable`).

Groups are spread over the servers by channels-redis' hash of their name; a *shard* is the number of a server.
"""

import asyncio
import logging
from collections.abc import Collection, Iterator, Sequence
from itertools import count
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, RedisSingleShardConnection
from channels_redis.utils import _consistent_hash, _wrap_close, decode_hosts

from chatsite.layer_queue import Overflow, Queue, Subscribed, Unreachable

__all__ = ["Overflow", "Queue", "RedisLayer", "Unreachable"]
logger = logging.getLogger(__name__)

SUBSCRIBED = "layer.subscribed"  # the type of the message that says that a group is subscribed to
POLL = 1.0  # seconds of one wait for a message, after which the connection's health check may be due
AGAIN = 1.0  # seconds between two attempts to connect
NAMES = 1000  # names in one command to subscribe


class Connection(RedisSingleShardConnection):
    """The connections to one Redis: one to publish by, and one that messages come by."""

    channel_layer: "LoopLayer"
    _redis: Any
    _pubsub: Any

    async def publish_all(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Publishes in order, in one round trip."""
        async with self._lock:
            self._ensure_redis()
            async with self._redis.pipeline(transaction=False) as pipeline:
                for name, message in messages:
                    pipeline.publish(name, message)
                await pipeline.execute()

    async def subscribe_all(self, names: Sequence[str]) -> None:
        async with self._lock:
            self._ensure_redis()
            self._ensure_receiver()
            for some in _parts(names):
                await self._pubsub.subscribe(*some)
                self._subscribed_to.update(some)

    async def unsubscribe_all(self, names: Sequence[str]) -> None:
        async with self._lock:
            if self._pubsub is None:  # flushed meanwhile, and nothing is left
                return
            for some in _parts(names):
                await self._pubsub.unsubscribe(*some)
                self._subscribed_to.difference_update(some)

    async def flush(self) -> None:
        """Forgets the subscriptions and closes the connections, whatever state they are in."""
        try:
            await super().flush()
        except Unreachable:  # what was still to be written to a connection was not taken in time
            self._redis = self._pubsub = None
            self._subscribed_to.clear()

    async def _do_receiving(self) -> None:
        """Hands on messages for ever. redis-py connects again, and subscribes to the same channels."""
        while True:
            try:
                await self._receive_next()
            except Unreachable as error:
                self._lose(error)
                await asyncio.sleep(AGAIN)
            except Exception:
                logger.exception("a message of the channel layer could not be handed on")
                await asyncio.sleep(AGAIN)

    async def _receive_next(self) -> None:
        if self._pubsub is None or not self._pubsub.subscribed:
            await asyncio.sleep(0.1)
            return
        message = await self._pubsub.get_message(timeout=POLL)
        if message is None or message["type"] not in ("message", "subscribe"):
            return
        name, layer = message["channel"].decode(), self.channel_layer
        group = name.removeprefix(layer.group_prefix)
        item = message["data"] if message["type"] == "message" else Subscribed(group)
        for channel in self._receivers(name):
            layer.channels[channel].add(item)

    def _receivers(self, name: str) -> Iterator[str]:
        layer = self.channel_layer
        return (channel for channel in (name, *layer.groups.get(name, ())) if channel in layer.channels)

    def _lose(self, error: Exception) -> None:
        """Receivers of this server's messages may have lost some."""
        receivers = {channel for name in self._subscribed_to for channel in self._receivers(name)}
        for channel in receivers:
            self.channel_layer.channels[channel].lose(error)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + NAMES] for start in range(0, len(names), NAMES))


class LoopLayer(RedisPubSubLoopLayer):
    """The layer in one event loop."""

    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts=hosts, **options)
        self._shards = [Connection(host, self) for host in decode_hosts(hosts)]
        self.group_prefix = self._get_group_channel_name("")

    async def _subscribe_to_channel(self, channel: str) -> None:
        self.channels[channel] = Queue()
        await self._get_shard(channel).subscribe(channel)

    async def receive(self, channel: str) -> Any:
        """The next message on a channel. Raises one of `Unreachable` where messages before it may have been
        lost. A channel lives until it is closed or the layer is flushed, even when nothing receives from it.

        When Redis has confirmed a subscription, that is a message too, of the type SUBSCRIBED."""
        item = await self.channels[channel].next()
        if isinstance(item, Subscribed):
            return {"type": SUBSCRIBED, "group": item.group}
        return self.channel_layer.deserialize(item)

    # --- one server at a time ------------------------------------------------------------------------------

    @property
    def shards(self) -> int:
        """How many servers there are."""
        return len(self._shards)

    def shard_of(self, group: str) -> int:
        """The number of the server that carries this group."""
        return int(_consistent_hash(self._get_group_channel_name(group), len(self._shards)))

    def group_on(self, shard: int, name: str) -> str:
        """The name of a group that this server carries: `name` itself, or `name` and a number, the same in
        every process with the same servers."""
        names = (name, *(f"{name}.{number}" for number in range(4096)))
        return next(group for group in names if self.shard_of(group) == shard)

    def open_channel(self) -> str:
        """A channel that receives what is sent to its groups, and nothing else. No round trip."""
        name = f"{self.prefix}local.{next(_numbers)}"
        self.channels[name] = Queue()
        return name

    async def group_add_all(self, shard: int, groups: Collection[str], channel: str) -> None:
        """Adds the channel to groups of this server. Each is confirmed by a message SUBSCRIBED."""
        names = [self._get_group_channel_name(group) for group in groups]
        for name in names:
            self.groups.setdefault(name, set()).add(channel)
        await self._shards[shard].subscribe_all(names)

    async def group_discard_all(self, shard: int, groups: Collection[str], channel: str) -> None:
        """Removes the channel from groups of this server."""
        names = [self._get_group_channel_name(group) for group in groups]
        for name in names:
            self.groups.get(name, set()).discard(channel)
        left = [name for name in names if not self.groups.get(name)]
        for name in left:
            self.groups.pop(name, None)
        await self._shards[shard].unsubscribe_all(left)

    async def group_send_all(self, shard: int, messages: Sequence[tuple[str, bytes]]) -> None:
        """Sends serialized messages to groups of this server: in order, in one round trip."""
        named = [(self._get_group_channel_name(group), message) for group, message in messages]
        await self._shards[shard].publish_all(named)

    def lose(self, channel: str, error: Exception) -> None:
        """Receiving from this channel raises `error`."""
        if channel in self.channels:
            self.channels[channel].lose(error)

    async def close_channel(self, shard: int, channel: str) -> None:
        """Drops a channel whose groups are all on this server, with them and the connections to the server.
        What is used next is new."""
        self.channels.pop(channel, None)
        for name in [name for name, channels in self.groups.items() if channel in channels]:
            del self.groups[name]
        await self._shards[shard].flush()


_numbers = count()


class RedisLayer(RedisPubSubChannelLayer):
    """CHANNEL_LAYERS' BACKEND. It has what channels-redis' has, and what LoopLayer adds."""

    def _get_layer(self) -> LoopLayer:
        loop = asyncio.get_running_loop()
        layer: LoopLayer | None = self._layers.get(loop)
        if layer is None:
            layer = self._layers[loop] = LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return layer
