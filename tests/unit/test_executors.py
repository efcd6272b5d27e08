"""Messages are stored and notices are read, whatever else all other threads are busy with."""

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.protocol.errors import Close
from chat.realtime.hub import Hub
from chat.realtime.sockets import QueuedSocket
from chat.storage import executor, notice_log
from chat.storage.executor import in_log_thread
from tests.polling import async_wait_until
from tests.unit.hubs import edit, live_room, post

ADA = Actor(id=str(uuid.UUID(int=1)), key=uuid.UUID(int=1).hex, username="ada", name="Ada", trusted=True)
POOLS = {name: found for name, found in vars(executor).items() if isinstance(found, ThreadPoolExecutor)}
pytestmark = pytest.mark.usefixtures("transactional_db")


def occupied(threads: ThreadPoolExecutor, released: threading.Event) -> list[Future[Any]]:
    """Work for every thread of a pool that does not end before `released`, and as much that waits."""
    places = threads._max_workers
    begun = threading.Barrier(places + 1)

    def wait() -> None:
        begun.wait(10)
        released.wait(60)

    held = [threads.submit(wait) for _ in range(places)]
    begun.wait(10)
    return held + [threads.submit(released.wait, 60) for _ in range(places)]


@pytest.fixture
def occupy() -> Iterator[Any]:
    """A function that occupies every thread of these pools."""
    released = threading.Event()
    held: list[Future[Any]] = []
    yield lambda names: held.extend(future for name in names for future in occupied(POOLS[name], released))
    released.set()
    for future in held:
        future.result(10)


@asynccontextmanager
async def looking(hub: Hub) -> AsyncIterator[None]:
    """The hub asks MongoDB what is new."""
    work = hub.spawn(hub.reconciler.run())
    await hub.reconciler.reading()
    yield
    work.cancel()
    await asyncio.wait([work])


@pytest.fixture
async def hub() -> Hub:
    hub = Hub()
    hub.bus.listening = True  # with nobody beside it
    return hub


async def test_a_message_is_stored_while_all_threads_but_those_of_the_log_are_busy(
    hub: Hub, occupy: Any
) -> None:
    room = live_room(hub, "tea")
    occupy(POOLS.keys() - {"_log"})
    seq = post(room, ADA)
    assert await asyncio.wait_for(seq, 10) == 1
    seq = edit(room, ADA, 1, "better")
    assert await asyncio.wait_for(seq, 10) == 2
    room.recent.clear()  # what the rule looks at comes from the log
    seq = edit(room, ADA, 1, "best")
    assert await asyncio.wait_for(seq, 10) == 3


async def test_notices_are_handled_while_all_threads_but_theirs_are_busy(hub: Hub, occupy: Any) -> None:
    async def drop(_: object) -> None: ...

    gone = QueuedSocket(drop, Credentials(ADA, token="digest"))  # of an account that is deleted
    hub.connect(gone)
    async with looking(hub):
        room = live_room(hub, "tea")
        occupy(POOLS.keys() - {"_news"})
        await asyncio.to_thread(notice_log.append, notice_log.ROOM, room="tea")
        await asyncio.to_thread(notice_log.append, notice_log.USER, user=ADA.id)
        await async_wait_until(lambda: gone.closing == Close.NOT_ALLOWED)
        await async_wait_until(lambda: room.is_forgotten)  # there is no such room any more


async def test_the_heads_of_rooms_are_seen_and_caught_up_with_while_pages_are_busy(
    hub: Hub, occupy: Any
) -> None:
    async with looking(hub):
        room = live_room(hub, "tea")
        occupy(POOLS.keys() - {"_news", "_log"})
        other = live_room(Hub(), "tea")  # of another process
        seq = post(other, ADA)
        await seq
        await async_wait_until(lambda: room.head == 1)


async def test_every_pool_is_known_here() -> None:
    """A new pool is occupied by these tests by itself; that the log's can be at all shows that they work."""
    assert {"_log", "_news", "_history", "_others"} <= POOLS.keys()
    assert await in_log_thread(lambda: threading.current_thread().name.startswith("log"))
