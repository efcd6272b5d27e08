"""Threads for blocking look-ups: Django's and Channels' own bridge would put all of them into one thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_threads = ThreadPoolExecutor(max_workers=12, thread_name_prefix="mongo")


async def in_thread(work: Callable[..., T], *args: object) -> T:
    """The outcome of `work(*args)`, run beside the event loop."""
    return await start_in_thread(work, *args)


def start_in_thread(work: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """The same, begun at once."""
    return asyncio.get_running_loop().run_in_executor(_threads, work, *args)
