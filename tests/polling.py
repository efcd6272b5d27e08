"""Waiting for a condition that nothing announces, such as a line in a log file or a page's scroll position.

Whatever can be awaited itself is awaited instead: a frame, an ack, a document, the end of a process. No other
module of the tests sleeps (tests/test_waits.py).
"""

import asyncio
import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

Result = TypeVar("Result")

DEADLINE = 60.0  # seconds; only a test that fails waits for so long
SHORTEST, LONGEST = 0.005, 0.25  # seconds between two looks at the condition


def wait_until(
    condition: Callable[[], Result], *, within: float = DEADLINE, what: str = "the condition"
) -> Result:
    """Returns the value of the condition as soon as it is true; AssertionError if it never is."""
    for interval in _intervals(within, what):
        if found := condition():
            break
        time.sleep(interval)
    return found


async def async_wait_until(
    condition: Callable[[], object], *, within: float = DEADLINE, what: str = "the condition"
) -> Any:
    """The same in an event loop. The condition may be a coroutine function."""
    for interval in _intervals(within, what):
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            break
        await asyncio.sleep(interval)
    return found


async def wait_as_asked(answer: Mapping[str, Any]) -> None:
    """Waits as long as an answer of the server asks for, as the protocol wants it of every client."""
    await asyncio.sleep(answer["retry_after"])


def _intervals(within: float, what: str) -> Iterator[float]:
    """The growing intervals between looks, until the deadline."""
    deadline, interval = time.monotonic() + within, SHORTEST
    while time.monotonic() < deadline:
        yield interval
        interval = min(2 * interval, LONGEST)
    raise AssertionError(f"Timed out waiting for {what}.")
