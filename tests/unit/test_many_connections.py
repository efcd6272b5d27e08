"""Thousands of clients that reconnect at once are accepted while notices about others arrive."""

import asyncio
import logging
from typing import Any

import pytest

from chat.accounts.identities import Identity, digest
from chat.actors.actor import Actor
from chat.realtime.hub import Hub
from chat.storage.batching import Batcher
from chat.websocket.consumer import ChatConsumer
from tests.unit.hubs import only_hub

MANY = 3000


@pytest.fixture
async def hub() -> Hub:
    return only_hub()


def somebody(n: int) -> Identity:
    return Identity(Actor(id=f"p{n}", key=f"p{n}", username=f"u{n}", name=""), suspended=False)


async def comes_back(n: int, accepted: list[int]) -> None:
    headers = [(b"authorization", f"Bearer t{n}".encode())]
    scope = {"type": "websocket", "headers": headers, "query_string": b""}
    messages = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: dict[str, Any]) -> None:
        if "welcome" in message.get("text", ""):
            accepted.append(n)

    await ChatConsumer()(scope, receive, send)


async def test_each_of_them_is_looked_up_once_or_twice(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    people = {digest(f"t{n}"): somebody(n) for n in range(MANY)}
    looked_up: list[str] = []
    loop = asyncio.get_running_loop()

    def find(names: list[str]) -> dict[str, Identity]:
        """Each look at the database takes as long as ten notices about others, and one of those who come."""
        looked_up.extend(names)
        for n in range(10):
            loop.call_soon_threadsafe(hub.notice_handlers.handle, "person", {"user": f"stranger-{n}"})
            loop.call_soon_threadsafe(hub.notice_handlers.handle, "room", {"room": f"elsewhere-{n}"})
        loop.call_soon_threadsafe(hub.notice_handlers.handle, "session", {"session": "a stranger's"})
        return {name: people[name] for name in names}

    monkeypatch.setattr(hub.identities, "_tokens", Batcher(find))
    monkeypatch.setattr(hub.identities, "look_up", lambda person: None)
    let_in: list[int] = []
    monkeypatch.setattr(hub, "connect", lambda socket: let_in.append(1))
    await asyncio.gather(*(comes_back(n, []) for n in range(MANY)))
    assert len(let_in) == MANY
    assert len(looked_up) == MANY


async def test_nobody_is_let_in_before_notices_are_read(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.reconciler.seen = None
    monkeypatch.setattr(hub.identities, "_tokens", Batcher(lambda names: {names[0]: somebody(1)}))
    let_in: list[int] = []
    monkeypatch.setattr(hub, "connect", lambda socket: let_in.append(1))
    connecting = asyncio.create_task(comes_back(1, []))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not let_in
    hub.reconciler.seen = 7
    hub.reconciler._reading.set()
    await connecting
    assert let_in


async def test_what_fails_beside_the_rest_is_logged_with_its_place(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise RuntimeError("by mistake")

    with caplog.at_level(logging.ERROR):
        await asyncio.wait([hub.spawn(fail())])
        await asyncio.sleep(0)
    assert caplog.records[-1].exc_info
