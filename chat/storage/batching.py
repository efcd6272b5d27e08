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
    """

    def __init__(self, find: Callable[[list[Key]], dict[Key, Value]]) -> None:
        self._find = find
        self._asked: dict[Key, list[asyncio.Future[Value | None]]] = {}
        self._under_way = False

    async def get(self, key: Key) -> Value | None:
        """What there is for `key`, as it was found after this call. The errors of `find` come through."""
        answer: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(key, []).append(answer)
        self._ask()
        return await answer

    def _ask(self) -> None:
        if self._under_way or not self._asked:
            return
        asked, self._asked = self._asked, {}
        self._under_way = True
        start_in_thread(self._find, list(asked)).add_done_callback(lambda found: self._answer(asked, found))

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
