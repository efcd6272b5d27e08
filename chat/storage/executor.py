"""Threads for blocking work: Django's and Channels' own bridge would put all of it into one thread.

Each kind of work has threads that no other kind can occupy, so that messages are stored and notices are
read however many pages, histories and forms are asked for at the same time.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from pymongo.errors import PyMongoError

from chat.protocol.errors import unavailable

T = TypeVar("T")
AGAIN = 0.5  # seconds between two attempts at what has to be known

_log = ThreadPoolExecutor(max_workers=6, thread_name_prefix="log")  # appends, and what they look up
_news = ThreadPoolExecutor(max_workers=2, thread_name_prefix="news")  # notices, and the heads of rooms
_history = ThreadPoolExecutor(max_workers=4, thread_name_prefix="history")  # pages of old events
_others = ThreadPoolExecutor(max_workers=8, thread_name_prefix="mongo")

# A hash of a password takes a core for a third of a second, so more at once are only slower.
CORES = len(os.sched_getaffinity(0))
WAITING = 16 * CORES  # hashes that wait for a thread at most: about five seconds
_hashing = ThreadPoolExecutor(max_workers=CORES, thread_name_prefix="hashing")
_hashing_places = threading.Semaphore(CORES + WAITING)

_mail = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")  # each may wait for a server for long
_mail_places = threading.Semaphore(200)


def _start(threads: ThreadPoolExecutor, work: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """Begins at once. Whatever goes wrong is in the future, a thread that cannot be started included."""
    loop = asyncio.get_running_loop()
    try:
        return loop.run_in_executor(threads, work, *args)
    except RuntimeError as error:
        failed: asyncio.Future[T] = loop.create_future()
        failed.set_exception(error)
        return failed


async def in_thread(work: Callable[..., T], *args: object) -> T:
    """The outcome of `work(*args)`, run beside the event loop."""
    return await start_in_thread(work, *args)


def start_in_thread(work: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """The same, begun at once."""
    return _start(_others, work, *args)


def start_in_log_thread(work: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """For appends to the log and what they have to look up."""
    return _start(_log, work, *args)


async def in_log_thread(work: Callable[..., T], *args: object) -> T:
    """The same, awaited."""
    return await start_in_log_thread(work, *args)


async def in_news_thread(work: Callable[..., T], *args: object) -> T:
    """For the look at what is new: notices, and the heads of rooms."""
    return await _start(_news, work, *args)


async def in_history_thread(work: Callable[..., T], *args: object) -> T:
    """For pages of events that are not in memory any more."""
    return await _start(_history, work, *args)


def hash_in_turn(work: Callable[..., T], *args: object) -> T:
    """For hashing passwords. Blocks until it is done. Raises Refused (`unavailable`) when too many wait."""
    if threading.current_thread().name.startswith("hashing"):
        return work(*args)
    return _start_hashing(work, *args).result()


async def in_hashing_thread(work: Callable[..., T], *args: object) -> T:
    """The same, awaited."""
    return await asyncio.wrap_future(_start_hashing(work, *args))


def _start_hashing(work: Callable[..., T], *args: object) -> "Future[T]":
    if not _hashing_places.acquire(blocking=False):
        raise unavailable(_("Too many people are signing in. Try again in a few seconds."), retry_after=5.0)
    future = _hashing.submit(work, *args)
    future.add_done_callback(lambda _: _hashing_places.release())
    return future


def start_in_mail_thread(work: Callable[..., object], *args: object) -> None:
    """For sending mail; nobody waits for it. Raises Refused (`unavailable`) when too much waits already."""
    if not _mail_places.acquire(blocking=False):
        raise unavailable(
            _("Too many emails are waiting to be sent. Try again in a minute."), retry_after=60.0
        )
    _mail.submit(work, *args).add_done_callback(lambda _: _mail_places.release())


async def until_answered(look: Callable[..., T], *args: object) -> T:
    """The outcome of a look-up that a notice asks for: it has to be made, however long MongoDB is away."""
    while True:
        try:
            return await in_news_thread(look, *args)
        except (PyMongoError, DatabaseError):
            await asyncio.sleep(AGAIN)
