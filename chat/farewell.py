"""The orderly end of an instance: its clients are sent to the others."""

import asyncio
import random
import time
from typing import TYPE_CHECKING

from chat import lease
from chat.errors import Close
from chat.events import encode

if TYPE_CHECKING:
    from chat.hub import Hub

PATIENCE = 3.0  # seconds in which what is under way may come to its end before sockets are closed
LAST_WORDS = 0.5  # seconds in which whoever still sends gets an answer


async def say_good_bye(hub: "Hub") -> None:
    """What was sent is answered, then each socket is closed with 1012; at most five seconds."""
    hub.draining = True
    sockets = list(hub.sockets)
    spread = min(20.0, 1.0 + len(sockets) / 500)
    for socket in sockets:
        after = round(random.uniform(0.5, 0.5 + spread), 2)  # noqa: S311  a delay, no secret
        socket.send(encode({"type": "reconnect", "after": after}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not all(room.writer.idle for room in hub.rooms.values()):
        await asyncio.sleep(0.05)
    await hub.relay.drained()
    if sockets:
        await asyncio.sleep(LAST_WORDS)
    for socket in list(hub.sockets):
        socket.close(Close.GOING_AWAY)
    while hub.sockets and time.monotonic() < deadline + 1:
        await asyncio.sleep(0.05)
    await lease.give_up()
