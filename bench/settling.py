"""Between two measurements: what the one before has left to do in the background is no cost of the next."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from bench.measure.proc import cpu_seconds

SHARE = 0.1  # of a core, of all these processes together: nothing but beats and looks
LOOK = 0.5  # seconds
MOST = 120.0  # seconds


async def settle(pids: Sequence[int]) -> None:
    """Returns when these processes are at rest, or after MOST."""
    deadline = monotonic() + MOST
    used = cpu_seconds(pids)
    while monotonic() < deadline:
        await asyncio.sleep(LOOK)
        before, used = used, cpu_seconds(pids)
        if used - before < SHARE * LOOK:
            return
