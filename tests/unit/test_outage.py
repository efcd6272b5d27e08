"""What is away is said once, however many notice, and once when it is back."""

import asyncio
import logging
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from chat.realtime import hub as hubs
from chat.realtime.hub import Hub
from chat.storage import outage
from chat.storage.outage import QUIET, Outage
from chat.websocket.consumer import ChatConsumer
from tests.unit.clock import Clock

logger = logging.getLogger("test")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(outage, "monotonic", clock)
    return clock


def test_it_is_said_when_it_begins_and_when_it_ends(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    away = Outage(logger, "away: %s", "back")
    assert not away.worked()
    for _ in range(3):
        away.failed("no answer.")
    assert away.on
    clock.now += QUIET
    assert away.worked()
    assert not away.on
    assert not away.worked()
    assert caplog.messages == ["away: no answer", "back"]


def test_what_fails_and_works_by_turns_is_one_outage(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    away = Outage(logger, "away: %s", "back")
    for _ in range(50):
        away.failed("no answer")
        clock.now += QUIET / 2
        assert not away.worked()
    assert caplog.messages == ["away: no answer"]


def test_a_fault_has_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    error = RuntimeError("by mistake")
    Outage(logger, "away: %s", "back").failed(repr(error), error)
    assert caplog.records[0].exc_info
    assert caplog.messages == ["away: RuntimeError('by mistake')"]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was said that is more than information."""
    return [record.message for record in caplog.records if record.levelno > logging.INFO]


async def test_many_refused_connections_are_one_line(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hub = hubs.current()
    hub.serving = True  # with nobody beside it
    hub.reconciler.seen = 0
    away = True

    async def of_token(token: str) -> None:
        if away:
            raise AutoReconnect("connection refused")

    monkeypatch.setattr(hub.identities, "of_token", of_token)
    assert set(await asyncio.gather(*(connect() for _ in range(100)))) == {1013}
    assert warnings(caplog) == ["no client can connect: connection refused"]
    away = False
    clock.now += QUIET
    assert set(await asyncio.gather(*(connect() for _ in range(100)))) == {4401}
    assert warnings(caplog)[1:] == ["clients can connect again"]


async def connect() -> int:
    """The code with which a socket is closed again."""
    codes: list[int] = []
    headers = [(b"authorization", b"Bearer token")]

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            codes.append(message["code"])

    await ChatConsumer()({"type": "websocket", "headers": headers}, receive, send)
    return codes[0]


async def test_what_runs_beside_the_rest_says_once_that_the_database_is_away(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    hub = Hub()

    async def fail() -> None:
        raise AutoReconnect("connection refused")

    await asyncio.wait([hub.spawn(fail()) for _ in range(20)])
    await asyncio.sleep(0)
    assert caplog.messages == ["MongoDB does not answer: connection refused"]
