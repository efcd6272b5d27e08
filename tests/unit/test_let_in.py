"""Somebody who is revoked while being let in stays outside, though the notice came before their socket."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chat import hub as hubs
from chat.consumers import ChatConsumer
from chat.gather import Gather
from chat.hub import Hub
from chat.identity import Identity, digest
from chat.person import Person

TOKEN = "wick_abc"
ADA = Identity(Person(id="a", key="a", username="ada", name="Ada"), suspended=False)
SCOPE = {"type": "websocket", "headers": [(b"authorization", f"Bearer {TOKEN}".encode())]}


class Database:
    """What is stored of the token, read at once and told when the test says so."""

    def __init__(self) -> None:
        self.token: Identity | None = ADA
        self.tell = threading.Event()
        self.asked = threading.Event()

    def find(self, digests: list[str]) -> dict[str, Identity]:
        found = {} if self.token is None else {digests[0]: self.token}
        self.asked.set()
        self.tell.wait(5)
        return found


@pytest.fixture
async def hub() -> Hub:
    hub = hubs.current()
    hub.serving = True  # with nobody beside it
    return hub


@pytest.fixture
def database(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(hub.identities, "_tokens", Gather(database.find))
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
    hub.orders.carry_out(**notice)
    database.tell.set()
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
