"""What processes tell each other through the channel layer: one channel a process, one group for all.

The layer is fast and may lose anything. What it carries: events as stored, a poke to read the notices,
typing, read markers, who is here, and a beat by which the hub knows that it works.
"""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

if TYPE_CHECKING:
    from chat.hub import Hub

logger = logging.getLogger(__name__)

GROUP = "wick.hubs"
BEAT = 1.0  # seconds between beats
LATE = 3.5  # seconds without hearing one's own beat, after which the layer counts as broken


class Relay:
    """This process's end of the layer. Publishing never fails the one who publishes."""

    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.layer = get_channel_layer()
        self.alone = isinstance(self.layer, InMemoryChannelLayer)
        self.heard_at = time.monotonic()  # our own newest beat; at first the layer is trusted
        self._waiting: list[list[Any]] = []
        self._sending: asyncio.Task[None] | None = None

    @property
    def healthy(self) -> bool:
        """Do others hear us and we them? A lone process has nobody to miss."""
        return self.alone or time.monotonic() - self.heard_at < LATE

    # --- out -------------------------------------------------------------------------------------------

    def events(self, room: str, bodies: list[bytes]) -> None:
        """Consecutive events of a room, as JSON.

        Not while no other instance is heard: one that begins in this moment reads the log anyhow.
        """
        if self.hub.presence.company or not self.hub.serving:
            self._put("events", room, bodies)

    def poke(self) -> None:
        """There are new notices."""
        self._put("poke")

    def typing(self, room: str, body: bytes, person: str) -> None:
        """A `typing` frame for everyone in the room but `person` (an id)."""
        self._put("typing", room, body, person)

    def read(self, person: str, room: str, seq: int) -> None:
        self._put("read", person, room, seq)

    def here(self, rooms: dict[str, list[list[str]]]) -> None:
        """Who is on this process, room by room, as [id, username, name]."""
        self._put("here", rooms)

    def lost(self) -> None:
        """Some of what we told did not get through: what others remember of it may be old."""
        self._put("lost")

    def beat(self) -> None:
        self._put("beat")

    def _put(self, *item: Any) -> None:
        if self.alone:
            return
        self._waiting.append(list(item))
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        """Everything that waits goes as one message; what comes meanwhile forms the next."""
        try:
            while self._waiting:
                items, self._waiting = self._waiting, []
                message = {"type": "wick", "from": self.hub.id, "items": items}
                try:
                    async with asyncio.timeout(5):
                        await self.layer.group_send(GROUP, message)
                except Exception as error:
                    self.hub.layer_failed(error)
        finally:
            self._sending = None

    async def drained(self) -> None:
        """Returns when all has been handed to the layer, or failed."""
        if self._sending is not None:
            await asyncio.wait([self._sending])

    # --- in ----------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Receives for ever; begins anew when the layer breaks."""
        while not self.alone:
            try:
                channel = await self.layer.new_channel("wick.")
                await self.layer.group_add(GROUP, channel)
                self.beat()
                while True:
                    self._receive(await self.layer.receive(channel))
            except Exception as error:
                self.hub.layer_failed(error)
                await asyncio.sleep(1)

    def _receive(self, message: dict[str, Any]) -> None:
        if message.get("from") == self.hub.id:
            self.heard_at = time.monotonic()
            return
        for kind, *rest in message.get("items", ()):
            handler = getattr(self, f"_on_{kind}", None)
            if handler is None:
                continue  # a newer version says something that we do not know
            try:
                handler(message["from"], *rest)
            except Exception:
                logger.exception("a message of kind %s from another instance could not be read", kind)

    def _on_events(self, sender: str, room: str, bodies: list[bytes]) -> None:
        self.hub.loader.hear_events(room, bodies)

    def _on_poke(self, sender: str) -> None:
        self.hub.watch.look()

    def _on_typing(self, sender: str, room: str, body: bytes, person: str) -> None:
        self.hub.show_typing(room, body, person)

    def _on_read(self, sender: str, person: str, room: str, seq: int) -> None:
        self.hub.show_read(person, room, seq)

    def _on_here(self, sender: str, rooms: dict[str, list[list[str]]]) -> None:
        self.hub.presence.heard(sender, rooms)

    def _on_lost(self, sender: str) -> None:
        self.hub.forget_markers()

    def _on_beat(self, sender: str) -> None:
        self.hub.presence.beat(sender)
