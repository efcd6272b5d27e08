"""However many people write, reply, delete, restore and read in many rooms, and whatever the layer loses, the
counts of everyone who watches end as the log has them."""

import asyncio
import random
from typing import Any

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.proxy import Proxy
from tests.socket.sidebar import Sidebar
from tests.workspace import Account, Accounts, Workspace

ROOMS, STEPS = 200, 500
FOUND_WITHIN = 90.0  # seconds: what was lost is found within 60


class Expected:
    """What I have not read in a room, by what was done there."""

    def __init__(self) -> None:
        self.head = self.read = 0
        self.for_me: dict[int, bool] = {}  # by seq of the messages of others
        self.deleted: set[int] = set()
        self.mine: set[int] = set()
        self.thread_of: dict[int, int] = {}  # by seq of replies
        self.also: set[int] = set()  # replies that the room shows
        self.followed: dict[int, int] = {}  # threads, and how far I have read there

    @property
    def counts(self) -> dict[str, Any]:
        standing = [seq for seq in self.for_me if seq not in self.deleted]
        unread = [
            seq for seq in standing if seq > self.read and (seq not in self.thread_of or seq in self.also)
        ]
        threads = {
            thread: (read, sum(1 for seq in standing if seq > read and self.thread_of.get(seq) == thread))
            for thread, read in self.followed.items()
        }
        for_me = sum(self.for_me[seq] for seq in unread)
        return {"read": self.read, "unread": len(unread), "for_me": for_me, "threads": threads}

    def replied(self, seq: int, thread: int, *, by_me: bool, for_me: bool) -> None:
        is_first = thread not in self.thread_of.values()
        self.thread_of[seq] = thread
        if by_me:
            self.followed[thread] = seq
        elif for_me or (is_first and thread in self.mine):
            self.followed.setdefault(thread, seq - 1)


class Talk:
    """People who write from two instances, and I, who read from two."""

    def __init__(
        self, me: Account, rooms: list[str], speakers: list[Client], mine: list[Client], staff: Account
    ) -> None:
        self.me, self.speakers, self.mine, self.staff = me, speakers, mine, staff
        self.rooms = {room: Expected() for room in rooms}
        self.by: dict[tuple[str, int], Client] = {}
        self.chance = random.Random(11)

    async def step(self, actions: ActionsProcess) -> None:
        room = self.chance.choice([*self.rooms][: self.chance.choice([10, ROOMS])])
        expected = self.rooms[room]
        standing = [seq for seq in expected.for_me if seq not in expected.deleted]
        kind = self.chance.choice(["post"] * 6 + ["react", "delete", "restore", "read"])
        if kind == "post" or not expected.for_me:
            await self.post(room, expected)
        elif kind == "read":
            expected.read = max(expected.read, self.chance.randint(0, expected.head))
            await self.chance.choice(self.mine).send("read", room=room, seq=expected.read)
        elif kind == "restore" and expected.deleted:
            seq = self.chance.choice(sorted(expected.deleted))
            expected.head = await asyncio.to_thread(actions, "restore", by=self.staff.id, room=room, seq=seq)
            expected.deleted.discard(seq)
        elif standing:
            seq = self.chance.choice(standing)
            if kind == "react":
                answer = await self.chance.choice(self.speakers).ask(
                    "react", room=room, seq=seq, emoji="👍", on=True
                )
                expected.head = max(expected.head, answer["seq"])
            else:
                answer = await self.by[room, seq].ask("delete", room=room, seq=seq)
                expected.head = answer["seq"]
                expected.deleted.add(seq)

    async def post(self, room: str, expected: Expected) -> None:
        speaker = self.chance.choice([*self.speakers, *self.mine])
        for_me = self.chance.random() < 0.3
        text = f"hello @{self.me.username}" if for_me else "hello"
        roots = sorted((expected.for_me.keys() | expected.mine) - expected.thread_of.keys())
        thread = self.chance.choice(roots) if roots and self.chance.random() < 0.4 else None
        also = thread is not None and self.chance.random() < 0.3
        expected.head = seq = await speaker.post(room, text, thread=thread, also=also)
        if thread is not None:
            expected.replied(seq, thread, by_me=speaker in self.mine, for_me=for_me)
        if also:
            expected.also.add(seq)
        if speaker in self.mine:
            expected.mine.add(seq)
        else:
            expected.for_me[seq] = for_me
            self.by[room, seq] = speaker


async def test_all_counts_end_as_the_log_has_them(
    pair: tuple[Instance, Instance],
    proxied: tuple[Instance, Proxy],
    accounts: Accounts,
    joined_actions: ActionsProcess,
    workspace: Workspace,
) -> None:
    far, proxy = proxied
    me = workspace.new_account()
    people = [me.id, accounts.member.id, accounts.other.id]
    rooms = await asyncio.to_thread(joined_actions, "new_rooms", users=people, count=ROOMS)
    async with (
        accounts.member.at(pair[0]) as one,
        accounts.other.at(far) as two,
        me.at(pair[0]) as here,
        me.at(far) as there,
        me.at(far, lean=True) as following,
    ):
        talk = Talk(me, rooms, [one, two], [here, there], accounts.staff)
        sidebars = [Sidebar(client, me.id) for client in (here, there, following)]
        for sidebar in sidebars:
            await sidebar.watch()
            assert sidebar.lines.keys() == set(rooms)
        for number in range(STEPS):
            if number in (100, 300):
                await following.join(rooms[number % 10])
            if number == 400:
                await following.ask("leave", room=rooms[0])
            if STEPS * 2 // 5 < number < STEPS * 3 // 5:
                with proxy.losing():
                    await talk.step(joined_actions)
            else:
                await talk.step(joined_actions)
        for room, expected in talk.rooms.items():
            for sidebar in sidebars:
                await sidebar.until(room, FOUND_WITHIN, **expected.counts)
        fresh = Sidebar(await me.at(pair[1]).open(), me.id)
        await fresh.watch()
        assert {room: (*line.counts, line.threads) for room, line in fresh.lines.items()} == {
            room: tuple(expected.counts.values()) for room, expected in talk.rooms.items()
        }
        await fresh.client.close()
        for sidebar in [*sidebars, fresh]:
            await sidebar.stop()
