"""The orderly end of an instance: its clients are sent to the others."""

import asyncio
import random
import time
from collections.abc import Collection, Mapping

from chat.events.base import encode
from chat.protocol.errors import Close
from chat.realtime import heartbeat
from chat.realtime.bus import Bus
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket

PATIENCE = 3.0  # seconds in which what is under way may come to its end before sockets are closed
LAST_ANSWERS = 0.5  # seconds in which frames that still come are answered


async def drain(open_sockets: Collection[Socket], rooms: Mapping[str, LiveRoom], bus: Bus) -> None:
    """What was sent is answered, then each socket is closed with 1012; at most five seconds.

    No new events may be accepted any more. Sockets leave `open_sockets` as they close.
    """
    sockets = list(open_sockets)
    spread = min(20.0, 1.0 + len(sockets) / 500)
    for socket in sockets:
        after = round(random.uniform(0.5, 0.5 + spread), 2)  # noqa: S311  a delay, no secret
        socket.send(encode({"type": "reconnect", "after": after}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not all(room.writer.idle for room in rooms.values()):
        await asyncio.sleep(0.05)
    await bus.drained()
    if sockets:
        await asyncio.sleep(LAST_ANSWERS)
    for socket in list(open_sockets):
        socket.close(Close.GOING_AWAY)
    while open_sockets and time.monotonic() < deadline + 1:
        await asyncio.sleep(0.05)
    await heartbeat.remove()
