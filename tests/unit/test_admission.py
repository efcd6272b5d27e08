"""A user who is revoked while connecting is refused, though the notice came before their socket."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chat.accounts.identities import Identity, digest
from chat.actors.actor import Actor
from chat.realtime.hub import Hub
from chat.storage.batching import Batcher
from chat.websocket.consumer import ChatConsumer
from tests.unit.hubs import only_hub

TOKEN = "wick_abc"
ADA = Identity(Actor(id="a", key="a", username="ada", name="Ada"), suspended=False)
SCOPE = {"type": "websocket", "headers": [(b"authorization", f"Bearer {TOKEN}".encode())]}


class Database:
    """What is stored of the token, read at once and given when the test says so."""

    def __init__(self) -> None:
        self.token: Identity | None = ADA
        self.release = threading.Event()
        self.asked = threading.Event()

    def find(self, digests: list[str]) -> dict[str, Identity]:
        found = {} if self.token is None else {digests[0]: self.token}
        self.asked.set()
        self.release.wait(5)
        return found


@pytest.fixture
async def hub() -> Hub:
    return only_hub()


@pytest.fixture
def database(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(hub.identities, "_tokens", Batcher(database.find))
    return database


@pytest.mark.parametrize(
    ("meanwhile", "notice", "code"),
    [
        (None, {"kind": "token", "data": {"token": digest(TOKEN)}}, 4401),
        (replace(ADA, suspended=True), {"kind": "person", "data": {"user": "a"}}, 4403),
    ],
    ids=["revoked", "suspended"],
)
async def test_what_happens_during_the_look_up_counts(
    hub: Hub, database: Database, meanwhile: Identity | None, notice: dict[str, Any], code: int
) -> None:
    sent: list[dict[str, Any]] = []
    connecting = asyncio.create_task(ChatConsumer()(dict(SCOPE), comes_and_goes(), keep(sent)))
    await asyncio.to_thread(database.asked.wait, 5)
    database.token = meanwhile
    hub.notice_handlers.handle(**notice)
    database.release.set()
    await connecting
    assert sent == [{"type": "websocket.accept"}, {"type": "websocket.close", "code": code}]
    assert not hub.sockets


def comes_and_goes() -> Callable[[], Any]:
    """A client's end of ASGI."""
    messages = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(messages)

    return receive


def keep(sent: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Any]:
    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    return send
