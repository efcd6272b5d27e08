"""The page of the contract is executed: docs/protocol.md, frame by frame, on a real server."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from chat.errors import Close, Code
from chat.protocol import TYPES
from tests.cast import Player, Stage
from tests.client import Client, new_id
from tests.instance import Instance
from tests.page import Frame, Names, Part, parts, program, table

# What may come before a frame that the page shows: a list of who is there, and acks and events, whose
# order among each other is open.
BESIDE = {"presence", "event", "ack"}


@pytest.fixture
def instance_as_delivered(stage: Stage) -> Iterator[Instance]:
    """With the limits that the page shows."""
    instance = stage.instance("as-delivered")
    instance.start()
    yield instance
    instance.close()


class Conversation:
    """The page's people on a server, with what was received and not yet shown."""

    def __init__(self, stage: Stage, instance: Instance) -> None:
        self.stage, self.instance = stage, instance
        self.players = {name: self.player(name) for name in ("ada", "bob", "mo")}
        self.room = stage.backstage(
            "room", slug=f"tea-{new_id()[:8]}", owner=stage.cast.owner.id, moderators=[self.players["mo"].id]
        )
        usernames = {name: player.username for name, player in self.players.items()}
        self.names = Names(tea=self.room, **usernames)
        self.clients: dict[str, Client] = {}
        self.seen: dict[str, set[int]] = {}  # places in what they received that the page has shown
        self._stack = AsyncExitStack()

    def player(self, name: str) -> Player:
        username = f"{name}-{new_id()[:8]}"
        return Player(**self.stage.backstage("person", username=username, name=name.capitalize()))

    async def __aenter__(self) -> "Conversation":
        for who, name in (("You", "ada"), ("Your other socket", "ada"), ("Bob", "bob")):
            client = await self._stack.enter_async_context(self.players[name].at(self.instance))
            self.clients[who] = client
        self.seen = {who: set() for who in self.clients}
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._stack.aclose()

    async def play(self, part: Part) -> None:
        if part.meanwhile:
            await self.happen(part.meanwhile)
        elif part.does == "send":
            for shown in part.frames:
                if "id" in shown and len(shown["id"]) == 36:
                    self.names.actual.setdefault(shown["id"], new_id())
                frame = self.names.sent(shown)
                await self.clients[part.who].send(**frame)
        else:
            for shown in part.frames:
                await self.expect(part.who, shown)

    async def happen(self, what: str) -> None:
        backstage = self.stage.backstage
        if what == "the moderator restores 4":
            await asyncio.to_thread(backstage, "restore", by=self.players["mo"].id, room=self.room, seq=4)
        elif what == "the house announces":
            await asyncio.to_thread(backstage, "announce", text="We restart at *noon*.")
        else:
            assert what == "the instance ends"
            os.kill(self.instance.pid, signal.SIGTERM)

    async def expect(self, who: str, shown: Frame) -> None:
        """The frame comes; nothing is skipped before it but presence, acks and events (in either order)."""
        client, seen = self.clients[who], self.seen[who]

        def place() -> int | None:
            found = (n for n, f in enumerate(client.received) if n not in seen and self.shows(shown, f))
            return next(found, None)

        try:
            await client.until(lambda: place() is not None, within=5)
        except AssertionError:
            raise AssertionError(f"The page shows {shown}\nbut there came {self.unseen(who)}") from None
        found = place()
        assert found is not None
        skipped = {f["type"] for n, f in enumerate(client.received[:found]) if n not in seen}
        assert who != "You" or skipped <= BESIDE, f"{skipped} came before {shown}"
        seen.add(found)

    def shows(self, shown: Frame, frame: Frame) -> bool:
        return bool(frame["type"] == shown["type"]) and self.names.agrees(shown, frame)

    def unseen(self, who: str) -> list[Frame]:
        return [f for n, f in enumerate(self.clients[who].received) if n not in self.seen[who]]

    async def end(self) -> None:
        """Nothing came to its reader that the page does not show."""
        for client in self.clients.values():
            assert await client.closed() == 1012
        assert {frame["type"] for frame in self.unseen("You")} <= {"presence"}


async def test_everything_that_the_page_shows_happens(stage: Stage, instance_as_delivered: Instance) -> None:
    async with Conversation(stage, instance_as_delivered) as conversation:
        conversation.names.actual["chat-1"] = "as-delivered"
        for part in parts():
            await conversation.play(part)
        await conversation.end()


def test_every_frame_of_a_client_is_shown() -> None:
    sent = {frame["type"] for part in parts() if part.does == "send" for frame in part.frames}
    assert set(TYPES) <= sent


def test_every_frame_and_kind_of_a_server_is_shown() -> None:
    received = [frame for part in parts() if part.does == "receive" for frame in part.frames]
    assert {frame["type"] for frame in received} == {
        *("welcome", "joined", "event", "ack", "error", "history", "typing", "presence"),
        *("read", "left", "pong", "reconnect", "news"),
    }
    kinds = {frame["kind"] for frame in received if frame["type"] == "event"}
    assert kinds == {"message", "edit", "delete", "restore", "reaction"}


def test_every_code_is_explained() -> None:
    assert table("When something is refused") == [str(code) for code in Code]
    codes = table("When a socket is closed")
    assert {int(code) for code in codes if code.isdigit()} == {*map(int, Close), 1007, 1009, 1013}


async def test_the_first_program_runs(stage: Stage, instance: Instance, room: str) -> None:
    """It says one thing, and hears what is said, across an interruption."""
    player = stage.passer_by()
    environ = {"WICK_URL": instance.ws_url, "WICK_TOKEN": player.token, "WICK_ROOM": room}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program()),
        env={**os.environ, **environ, "PYTHONWARNINGS": "error"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None

    async def line() -> str:
        assert running.stdout is not None
        return (await asyncio.wait_for(running.stdout.readline(), 10)).decode().rstrip()

    try:
        assert await line() == f"1 {player.name} Hello from a program"
        async with stage.cast.owner.at(instance) as owner:
            await owner.ask("edit", room=room, seq=await owner.post(room, "Welcome"), text="changed")
            assert await line() == "2 Owner Welcome"
            await asyncio.to_thread(stage.backstage, "change_name", person=player.id, name="Robin")
            for n in range(30):
                await owner.post(room, f"{n}")
            assert [await line() for _ in range(30)] == [f"{n + 4} Owner {n}" for n in range(30)]
        await asyncio.to_thread(stage.backstage, "revoke", token=player.token)
        assert await asyncio.wait_for(running.wait(), 15) == 1
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
