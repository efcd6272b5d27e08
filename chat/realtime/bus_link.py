"""One server of the channel layer, as this process uses it: publishing, listening, and whether both work."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

from chat.realtime import peers
from chat.realtime.faults import Faults
from chat.realtime.subscriptions import Subscriptions
from chat.storage.outage import Outage
from chatsite.layer import SUBSCRIBED, LoopLayer, Unreachable

logger = logging.getLogger(__name__)

LATE = 3.5  # seconds without receiving one's own beat, after which the subscription is renewed
WAITING = 16 * 1024 * 1024  # bytes that may wait to be sent
BESIDE = 200  # bytes that an item is counted with, beside what is large in it
NOT_RETURNED = "what we send does not come back"
AGAIN = 1.0  # seconds between two attempts to subscribe
HEALED = 2.0  # seconds without a failure, after which an outage is over

Item = list[Any]  # its kind and its values


class Listener(Protocol):
    """What is called with what comes in (chat.realtime.bus.Bus)."""

    id: str  # this process, as the others know it

    def receive(self, shard: int, message: dict[str, Any]) -> None:
        """A message of another process."""

    def subscribed(self, group: str) -> None:
        """From now on what is published to this group arrives; what was before may not have."""

    def healed(self) -> None:
        """An outage is over, in which messages in either direction were lost."""


class Link:
    def __init__(
        self, layer: LoopLayer, shard: int, everyone: str, listener: Listener, faults: Faults
    ) -> None:
        """`everyone`: a group that every process is in, on the server with the number `shard`."""
        self.layer, self.shard, self.everyone = layer, shard, everyone
        self._listener = listener
        self.subscriptions = Subscriptions(layer, shard)
        self.beat_at = time.monotonic()  # our own newest beat; at first the layer is trusted
        self.delivers = True  # did the last attempt to publish succeed?
        self._waiting: dict[tuple[str, bool], list[Item]] = {}  # by group, and whether for the version before
        self._size = 0  # about how many bytes wait
        self._sending: asyncio.Task[None] | None = None
        self._faults = faults
        which = f", server {shard + 1} of {layer.shards}," if layer.shards > 1 else ""
        self._outage = Outage(
            logger,
            f"the channel layer{which} does not answer: %s. Events go by way of MongoDB.",
            f"the channel layer{which} answers again",
        )

    @property
    def healthy(self) -> bool:
        """Do others hear us and we them?"""
        return time.monotonic() - self.beat_at < LATE

    @property
    def is_trusted(self) -> bool:
        """Was that so just now?"""
        return time.monotonic() - self.beat_at < peers.DOUBTFUL

    # --- out -------------------------------------------------------------------------------------------

    def put(self, group: str, item: Item, size: int = 0, *, before: bool = False) -> None:
        """Publishes an item, of about `size` bytes, to a group of this server at the end of this turn of the
        loop. `before`: it is a copy for processes of the version before, and the others pass it over."""
        if self._size > WAITING:  # the layer is slower than what is said; events are in the log
            self._waiting, self._size = {(self.everyone, False): [["lost"]]}, 0
            self.failed("more than it takes waits to be sent")
        self._waiting.setdefault((group, before), []).append(item)
        self._size += BESIDE + size
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def drained(self) -> None:
        """Returns when all has been handed to the layer, or failed."""
        if self._sending is not None:
            await asyncio.wait([self._sending])

    async def _send(self) -> None:
        """What waits goes in one round trip, a message for each group; what comes meanwhile in the next."""
        try:
            while self._waiting:
                waiting, self._waiting, self._size = self._waiting, {}, 0
                messages = [self._message(group, before, items) for (group, before), items in waiting.items()]
                await self._publish([message for message in messages if message is not None])
        finally:
            self._sending = None

    def _message(self, group: str, before: bool, items: list[Item]) -> tuple[str, bytes] | None:
        message: dict[str, Any] = {"type": "wick", "from": self._listener.id, "items": items}
        if before:
            message["before"] = True
        try:
            serialized = self.layer.channel_layer.serialize(message)
        except Exception as error:
            self._faults.log("a message to the other instances could not be sent", error)
            return None
        return group, serialized

    async def _publish(self, messages: list[tuple[str, bytes]]) -> None:
        try:
            async with asyncio.timeout(5):
                await self.layer.group_send_all(self.shard, messages)
            self.delivers = True
        except Unreachable as error:
            self.failed(error)
        except Exception as error:
            self._faults.log("messages to the other instances could not be sent", error)

    def failed(self, error: Exception | str) -> None:
        """Until the server answers again, events go by way of MongoDB."""
        self.beat_at, self.delivers = 0.0, False
        self._outage.failed(error)

    # --- in ----------------------------------------------------------------------------------------------

    def turn(self, beat: Item) -> None:
        """Publishes our beat, and sees whether the ones before came back."""
        self.put(self.everyone, beat)
        if not self.healthy:
            self._outage.failed(NOT_RETURNED)
        elif self._outage.worked(HEALED):
            self._listener.healed()

    async def listen(self, begin: Callable[[], None]) -> None:
        """Receives for ever; subscribes again when the server breaks, or does not bring our own beats.
        `begin`: called with each new subscription, to publish a beat."""
        while True:
            try:
                await self._listen_while_beating(begin)
                self.failed(NOT_RETURNED)
            except Unreachable as error:
                self.failed(error)
            except Exception as error:
                self.beat_at = 0.0
                self._faults.log("receiving from the channel layer failed", error)
            await asyncio.sleep(AGAIN)

    async def _listen_while_beating(self, begin: Callable[[], None]) -> None:
        """Receives until something is wrong; returns when our own beats are late."""
        loop = asyncio.get_running_loop()
        channel = self.layer.open_channel()
        try:
            await self.subscriptions.begin(channel, self.everyone)
            begin()
            beat_at, deadline = self.beat_at, loop.time() + LATE
            while loop.time() < deadline:
                try:
                    async with asyncio.timeout_at(deadline):
                        self._receive(await self.layer.receive(channel))
                except TimeoutError:
                    return
                if self.beat_at > beat_at:
                    beat_at, deadline = self.beat_at, loop.time() + LATE
        finally:
            await self.subscriptions.end()
            await self.layer.close_channel(self.shard, channel)  # no silent connection is left behind

    def _receive(self, message: dict[str, Any]) -> None:
        if message["type"] == SUBSCRIBED:
            if self.subscriptions.is_wanted(message["group"]):
                self._listener.subscribed(message["group"])
        elif message.get("from") == self._listener.id:
            self.beat_at = time.monotonic()
        elif not message.get("before"):
            self._listener.receive(self.shard, message)
