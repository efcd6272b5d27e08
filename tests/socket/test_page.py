"""The page of the contract is executed: docs/protocol.md, frame by frame, on a real server."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from chat.protocol.errors import Close, Code
from chat.websocket.session import frame_decoder
from tests.client import Client, new_id
from tests.instance import Instance
from tests.protocol_page import Frame, Names, Part, parts, program, table
from tests.workspace import Account, Workspace

# What may come before a frame that the page shows: a list of who is there, and acks and events, whose
# order among each other is open.
BESIDE = {"presence", "event", "ack"}


@pytest.fixture
def instance_as_delivered(workspace: Workspace) -> Iterator[Instance]:
    """With the limits that the page shows."""
    with workspace.running("as-delivered") as instance:
        yield instance


class Conversation:
    """The page's people on a server, with what was received and not yet shown."""

    def __init__(self, workspace: Workspace, instance: Instance) -> None:
        self.workspace, self.instance = workspace, instance
        self.accounts = {name: self.account(name) for name in ("ada", "bob", "mo")}
        self.room = workspace.actions(
            "room",
            slug=f"tea-{new_id()[:8]}",
            owner=workspace.accounts.owner.id,
            moderators=[self.accounts["mo"].id],
        )
        usernames = {name: account.username for name, account in self.accounts.items()}
        self.names = Names(tea=self.room, **usernames)
        self.clients: dict[str, Client] = {}
        self.seen: dict[str, set[int]] = {}  # places in what they received that the page has shown
        self._stack = AsyncExitStack()

    def account(self, name: str) -> Account:
        username = f"{name}-{new_id()[:8]}"
        return Account(**self.workspace.actions("account", username=username, name=name.capitalize()))

    async def __aenter__(self) -> "Conversation":
        for who, name in (("You", "ada"), ("Your other socket", "ada"), ("Bob", "bob")):
            client = await self._stack.enter_async_context(self.accounts[name].at(self.instance))
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
        actions = self.workspace.actions
        if what == "the moderator restores 4":
            await asyncio.to_thread(actions, "restore", by=self.accounts["mo"].id, room=self.room, seq=4)
        elif what == "you become a moderator":
            owner, ada = self.workspace.accounts.owner.id, self.accounts["ada"].id
            await asyncio.to_thread(actions, "moderate", by=owner, room=self.room, user=ada)
        elif what == "you open a conversation with Bob":
            ada, bob = (self.accounts[name].id for name in ("ada", "bob"))
            await asyncio.to_thread(actions, "conversation", by=ada, people=[bob])
        elif what == "Bob says how he is":
            bob = self.accounts["bob"].id
            await asyncio.to_thread(actions, "set_status", user=bob, emoji="🌱", text="Planting")
        elif what == "the site announces":
            await asyncio.to_thread(actions, "announce", text="We restart at *noon*.")
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
            await client.until(lambda: place() is not None)
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


async def test_everything_that_the_page_shows_happens(
    workspace: Workspace, instance_as_delivered: Instance
) -> None:
    async with Conversation(workspace, instance_as_delivered) as conversation:
        conversation.names.actual["chat-1"] = "as-delivered"
        for part in parts():
            await conversation.play(part)
        await conversation.end()


def test_every_frame_of_a_client_is_shown() -> None:
    sent = {frame["type"] for part in parts() if part.does == "send" for frame in part.frames}
    assert frame_decoder().types.keys() <= sent


def test_every_frame_and_kind_of_a_server_is_shown() -> None:
    received = [frame for part in parts() if part.does == "receive" for frame in part.frames]
    assert {frame["type"] for frame in received} == {
        *("welcome", "joined", "event", "ack", "error", "history", "typing", "presence"),
        *("read", "draft", "kept", "left", "pong", "reconnect", "news"),
        *("rooms", "activity", "counts", "room", "people", "pins", "profiles"),
    }
    kinds = {frame["kind"] for frame in received if frame["type"] == "event"}
    assert kinds == {"message", "edit", "delete", "restore", "reaction", "pin"}


def test_every_code_is_explained() -> None:
    assert table("When something is refused") == [str(code) for code in Code]
    codes = table("When a socket is closed")
    assert {int(code) for code in codes if code.isdigit()} == {*map(int, Close), 1007, 1009, 1013}


async def test_the_first_program_runs(workspace: Workspace, instance: Instance, room: str) -> None:
    """It says one thing, and hears what is said, across an interruption."""
    account = workspace.new_account()
    environ = {"WICK_URL": instance.ws_url, "WICK_TOKEN": account.token, "WICK_ROOM": room}
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
        assert await line() == f"1 {account.name} Hello from a program"
        async with workspace.accounts.owner.at(instance) as owner:
            await owner.ask("edit", room=room, seq=await owner.post(room, "Welcome"), text="changed")
            assert await line() == "2 Owner Welcome"
            await asyncio.to_thread(workspace.actions, "change_name", user=account.id, name="Robin")
            for n in range(30):
                await owner.post(room, f"{n}")
            assert [await line() for _ in range(30)] == [f"{n + 4} Owner {n}" for n in range(30)]
        await asyncio.to_thread(workspace.actions, "revoke", token=account.token)
        assert await asyncio.wait_for(running.wait(), 15) == 1
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
