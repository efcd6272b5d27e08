"""Threads for blocking look-ups: Django's and Channels' own bridge would put all of them into one thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError
from pymongo.errors import PyMongoError

T = TypeVar("T")
AGAIN = 0.5  # seconds between two attempts at what has to be known
_threads = ThreadPoolExecutor(max_workers=12, thread_name_prefix="mongo")


async def in_thread(work: Callable[..., T], *args: object) -> T:
    """The outcome of `work(*args)`, run beside the event loop."""
    return await start_in_thread(work, *args)


def start_in_thread(work: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """The same, begun at once."""
    return asyncio.get_running_loop().run_in_executor(_threads, work, *args)


async def until_answered(look: Callable[..., T], *args: object) -> T:
    """The outcome of a look-up that has to be made, however long the database does not answer."""
    while True:
        try:
            return await in_thread(look, *args)
        except (PyMongoError, DatabaseError):
            await asyncio.sleep(AGAIN)
