"""Look-ups that are asked for at about the same time go together, in one thread and few queries."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from chat.storage.executor import start_in_thread

Key = TypeVar("Key")
Value = TypeVar("Value")


class Batcher(Generic[Key, Value]):
    """`find` takes many keys, blocks, and gives what it found by key.

    A single look-up starts at once. While one is under way, what is asked for forms the next: there are no
    timers, and ten thousand clients who come back cost as many queries as there is time for.

    `apart`: seconds between the beginnings of two of them, for what nobody waits for and is dear each time.
    """

    def __init__(self, find: Callable[[list[Key]], dict[Key, Value]], apart: float = 0.0) -> None:
        self._find, self._apart = find, apart
        self._next_at = 0.0  # loop time from which on the next one may begin
        self._timer: asyncio.TimerHandle | None = None
        self._asked: dict[Key, list[asyncio.Future[Value | None]]] = {}
        self._under_way = False

    async def get(self, key: Key) -> Value | None:
        """What there is for `key`, as it was found after this call. The errors of `find` come through."""
        answer: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(key, []).append(answer)
        self._ask()
        return await answer

    def _ask(self) -> None:
        if self._under_way or not self._asked or self._waits():
            return
        asked, self._asked = self._asked, {}
        self._under_way = True
        start_in_thread(self._find, list(asked)).add_done_callback(lambda found: self._answer(asked, found))

    def _waits(self) -> bool:
        """Is it too early for the next one? Then a timer begins it."""
        if not self._apart:
            return False
        loop = asyncio.get_running_loop()
        now = loop.time()
        if now < self._next_at:
            self._timer = self._timer or loop.call_at(self._next_at, self._begin)
            return True
        self._next_at = now + self._apart
        return False

    def _begin(self) -> None:
        self._timer = None
        self._ask()

    def _answer(
        self,
        asked: dict[Key, list[asyncio.Future[Value | None]]],
        found: "asyncio.Future[dict[Key, Value]]",
    ) -> None:
        self._under_way = False
        error = None if found.cancelled() else found.exception()
        for key, answers in asked.items():
            for answer in _waiting(answers):
                if found.cancelled():
                    answer.cancel()
                elif error is not None:
                    answer.set_exception(error)
                else:
                    answer.set_result(found.result().get(key))
        self._ask()


def _waiting(answers: Iterable[asyncio.Future[Value]]) -> list[asyncio.Future[Value]]:
    return [answer for answer in answers if not answer.done()]
