"""Fetch equals fetch plus events: whatever mixture a client holds, it ends in the same state.

Several watchers come, go, resume, look back and reload at random moments, on two instances, while
people say, change, delete, restore and react. At the end each shows every message that it holds exactly
as somebody shows it who has just fetched the whole room.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actions_process import ActionsProcess
from tests.client import Client, Refusal
from tests.instance import Instance
from tests.room_view import Frame, RoomView
from tests.workspace import Accounts, Workspace

EMOJI = ("👍", "🎉")
ACTIONS = ("post", "reply", "edit", "delete", "restore", "react", "unreact")
LOOKS = ("resume", "vanish", "leave", "look_back", "reset_epoch")
Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS * 2 + LOOKS), st.integers(0, 5), st.integers(0, 40)),
    min_size=5,
    max_size=45,
)


class Watcher:
    """Somebody whose view of the room outlives their sockets."""

    def __init__(self, connect: Callable[[], Client], room: str) -> None:
        self.connect, self.room = connect, room
        self.view = RoomView(room)
        self.client: Client | None = None

    async def resume(self) -> Client:
        if self.client is None:
            self.client = await self.connect().open()
            await self.client.welcomed()
            self.view.following = False
            self.client.rooms[self.room] = self.view
        await self.client.follow(self.room)
        return self.client

    async def vanish(self) -> None:
        if self.client is not None:
            await self.client.close()
            self.client = None

    async def leave(self) -> None:
        if self.client is not None:
            await self.client.ask("leave", room=self.room)

    async def look_back(self, number: int) -> None:
        if self.client is not None:
            await self.client.ask("history", room=self.room, before=number + 1, limit=1 + number % 10)

    async def reset_epoch(self) -> None:
        await self.leave()
        self.view.forget()
        await self.resume()


class Play:
    def __init__(self, room: str, watchers: list[Watcher], speakers: list[Client], restore: Any) -> None:
        self.room, self.watchers, self.speakers, self.restore = room, watchers, speakers, restore
        self.said: list[tuple[int, int]] = []  # seq and speaker of each message

    async def step(self, kind: str, who: int, which: int) -> None:
        if kind in LOOKS:
            watcher = self.watchers[who % len(self.watchers)]
            look: Callable[..., Awaitable[Any]] = getattr(watcher, kind)
            await look(which) if kind == "look_back" else await look()
        elif kind == "post" or not self.said:
            await self.say(who)
        else:
            try:
                await self.change(kind, who, *self.said[which % len(self.said)])
            except Refusal as refusal:
                if refusal.code not in ("not_found", "forbidden"):
                    raise

    async def say(self, who: int, **more: Any) -> None:
        who %= len(self.speakers)
        seq = await self.speakers[who].post(self.room, f"_{len(self.said)}_ by {who}", **more)
        self.said.append((seq, who))

    async def change(self, kind: str, who: int, seq: int, author: int) -> None:
        place: dict[str, Any] = {"room": self.room, "seq": seq}
        speaker = self.speakers[who % len(self.speakers)]
        if kind == "reply":
            await self.say(who, reply_to=seq)
        elif kind == "edit":
            await self.speakers[author].ask("edit", **place, text=f"**edited** after {len(self.said)}")
        elif kind == "delete":
            await speaker.ask("delete", **place)
        elif kind == "restore":
            await asyncio.to_thread(self.restore, seq)
        else:
            await speaker.ask("react", **place, emoji=EMOJI[seq % 2], on=kind == "react")


def held(view: RoomView) -> dict[int, Frame]:
    keys = (*("kind", "id", "author", "at", "reply_to", "rev"), *("text", "html"),
            *("edited", "deleted", "reactions"))  # fmt: skip
    return {seq: {key: shown.get(key) for key in keys} for seq, shown in view.messages.items()}


async def play(
    places: tuple[Instance, Instance],
    accounts: Accounts,
    room: str,
    restore: Any,
    before: int,
    script: list[Step],
) -> None:
    async with AsyncExitStack() as stack:
        people = (accounts.owner, accounts.moderator, accounts.member, accounts.other)
        speakers = [
            await stack.enter_async_context(account.at(places[n % 2])) for n, account in enumerate(people)
        ]
        watchers = [
            Watcher(lambda n=n: accounts.outsider.at(places[n % 2]), room)  # type: ignore[misc]
            for n in range(3)
        ]
        for watcher in watchers:
            stack.push_async_callback(watcher.vanish)
        scene = Play(room, watchers, speakers, restore)
        await watchers[0].resume()
        for n in range(before):
            await scene.say(n)
        for step in script:
            await scene.step(*step)
        fresh = await stack.enter_async_context(accounts.member.at(places[0]))
        await fresh.follow(room)
        truth = held(await fresh.load_all(room))
        assert set(truth) == {seq for seq, _ in scene.said}
        for watcher in watchers:
            client = await watcher.resume()
            await client.until(lambda view=watcher.view: view.last == fresh.view(room).head)  # type: ignore[misc]
            shown = held(watcher.view)
            assert shown == {seq: truth[seq] for seq in shown}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
@given(before=st.sampled_from([0, 0, 12, 40]), script=steps)
def test_what_is_held_and_what_is_fetched_are_the_same(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    workspace: Workspace,
    joined_actions: ActionsProcess,
    before: int,
    script: list[Step],
) -> None:
    room = workspace.room()

    def restore(seq: int) -> None:
        joined_actions("restore", by=accounts.moderator.id, room=room, seq=seq)

    asyncio.run(play(pair, accounts, room, restore, before, script))


@pytest.mark.parametrize("before", [0, 40])
@pytest.mark.parametrize("kind", ACTIONS)
async def test_each_action_leaves_the_same_state_live_resumed_and_fetched(
    pair: tuple[Instance, Instance],
    accounts: Accounts,
    workspace: Workspace,
    joined_actions: ActionsProcess,
    kind: str,
    before: int,
) -> None:
    """The same without chance: every action on a message that has gone through all of them."""
    room = workspace.room()

    def restore(seq: int) -> None:
        joined_actions("restore", by=accounts.moderator.id, room=room, seq=seq)

    script: list[Step] = [("post", 0, 0), ("react", 1, 0), ("edit", 0, 0), ("resume", 1, 0), ("leave", 1, 0)]
    script += [("delete", 0, 0)] if kind == "restore" else []
    script += [("resume", 2, 0), ("vanish", 2, 0), (kind, 0, 0), ("look_back", 0, 40)]
    await play(pair, accounts, room, restore, before, script)
