"""Things that are done elsewhere, by another process, and reach open sockets soon."""

import asyncio
import time
from collections.abc import Callable

from tests.client import Client

SOON = 2.0  # seconds


async def done(do: Callable[[], object]) -> float:
    """Does it beside the event loop; the moment at which it was done."""
    await asyncio.to_thread(do)
    return time.monotonic()


async def closes(client: Client, code: int, do: Callable[[], object]) -> None:
    began = await done(do)
    assert await client.closed(SOON) == code
    assert time.monotonic() - began < SOON
