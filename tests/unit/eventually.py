"""Waiting for what happens beside the test."""

import asyncio
from collections.abc import Callable


async def eventually(done: Callable[[], bool], within: float = 5.0) -> None:
    """Returns when it is so; fails after `within` seconds."""
    async with asyncio.timeout(within):
        while not done():
            await asyncio.sleep(0.01)
