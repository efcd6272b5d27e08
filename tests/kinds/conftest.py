"""A room, an event of each person in it, and the made-up kind registered."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from chat.actors.actor import Actor
from chat.actors.credentials import Credentials
from chat.models import User
from chat.realtime import hub as hubs
from chat.realtime.sockets import QueuedSocket
from chat.websocket.session import SocketSession
from tests.kinds.flag import registered


@pytest.fixture
def flag() -> Iterator[None]:
    with registered():
        yield


@pytest.fixture
def room(db: None) -> str:
    """Ann owns it."""
    User.objects.create_user("ann", name="Ann Lee")
    User.objects.create_user("bob", name="Bob")
    call_command("createroom", "general", "--owner", "ann")
    return "general"


class Client:
    """Somebody's socket: what is sent over it is handled, and what was received by it."""

    def __init__(self, actor: Actor) -> None:
        self.received: list[dict[str, Any]] = []
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        socket = QueuedSocket(self._receive, Credentials(actor, token="digest"))
        self._session = SocketSession(hubs.current(), socket)

    async def _receive(self, message: dict[str, Any]) -> None:
        frame = json.loads(message["text"])
        self.received.append(frame)
        if frame["type"] != "event" and frame.get("id") in self._answers:
            self._answers.pop(frame["id"]).set_result(frame)

    async def send(self, type: str, **fields: Any) -> dict[str, Any]:
        """A frame about the room; its answer. All that was sent to this socket before is received."""
        id = str(uuid.uuid4())
        answer = self._answers[id] = asyncio.get_running_loop().create_future()
        work = self._session.receive(
            json.dumps({"type": type, "room": "general", "id": id, **fields}).encode()
        )
        if work is not None:
            await work
        async with asyncio.timeout(20):
            return await answer
