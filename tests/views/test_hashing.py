"""Passwords are hashed a few at once, beside all other work, and what waits for it is bounded."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from django.test import Client

from chat.actions import accounts
from chat.models import User
from chat.storage import executor
from tests.polling import async_wait_until
from tests.views.conftest import PASSWORD


@pytest.fixture(autouse=True)
def real_hashes(quick_hashes: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["chat.accounts.password_hashing.PBKDF2"]


class Busy:
    """Hashes that end when the test says so."""

    def __init__(self) -> None:
        self.end = threading.Event()
        self.most = self._running = 0
        self._lock = threading.Lock()
        self.futures: list[Future[None]] = []

    def add(self, count: int) -> None:
        self.futures += [executor._start_hashing(self._work) for _ in range(count)]

    def _work(self) -> None:
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
        self.end.wait()
        with self._lock:
            self._running -= 1


@pytest.fixture
def busy() -> Iterator[Busy]:
    busy = Busy()
    yield busy
    busy.end.set()
    for future in busy.futures:
        future.result()


def test_no_more_at_once_than_cores(busy: Busy) -> None:
    busy.add(executor.CORES + executor.WAITING)
    busy.end.set()
    for future in busy.futures:
        future.result()
    assert 1 <= busy.most <= executor.CORES


@pytest.mark.parametrize("page", ["/sign-in/", "/sign-up/"])
def test_when_too_many_wait_people_are_told_to_try_again(
    client: Client, ann: User, busy: Busy, page: str
) -> None:
    busy.add(executor.CORES + executor.WAITING)
    answer = client.post(page, {"username": "ann" if "in" in page else "cid", "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Try again in a few seconds." in answer.content.decode()


def test_hashes_that_wait_hold_up_no_other_work(transactional_db: None, busy: Busy) -> None:
    busy.add(executor.CORES)

    async def sign_up_and_look() -> int:
        new = [asyncio.create_task(accounts.sign_up(f"name{n}", PASSWORD)) for n in range(10)]
        await async_wait_until(lambda: executor._hashing._work_queue.qsize() == 10)
        before = await executor.in_thread(User.objects.count)
        busy.end.set()
        await asyncio.gather(*new)
        return before

    assert asyncio.run(sign_up_and_look()) == 0
    assert User.objects.count() == 10


def test_a_password_is_hashed_as_django_does_it(client: Client, ann: User) -> None:
    assert ann.password.startswith("pbkdf2_sha256$1000000$")
    assert client.post("/sign-in/", {"username": "ann", "password": PASSWORD}).status_code == 302
