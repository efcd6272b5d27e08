"""The load test itself: everyone in a room on a socket of their own, and messages at a steady rate."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence

from chat.simulation.accounts import Account
from chat.simulation.load.member import Member, SentPost
from chat.simulation.load.outcome import LoadOutcome, percentile
from chat.simulation.replay.connection import Unreachable

AT_ONCE = 32  # sockets that are opened together
OPEN_WITHIN = 60.0  # seconds that a socket has to be in its room
PATIENCE = 60.0  # seconds after the last message in which all must be acked, and everybody back
WAIT_FOR_SEEN = 15.0  # seconds in which what was acked must reach everybody

Tick = Callable[[str, float], None]


class Crowd:
    """`accounts` are taken in turn for `size` sockets in each of `rooms`. `tick` hears of the progress."""

    def __init__(
        self, url: str, accounts: Sequence[Account], rooms: Sequence[str], size: int, tick: Tick
    ) -> None:
        self.tick = tick
        self.posts: dict[str, SentPost] = {}
        names = itertools.cycle(accounts)
        self.wanted = [Member(self.posts, url, next(names), room) for room in rooms for _ in range(size)]
        self.members: list[Member] = []  # those that came in
        self.failures: Counter[str] = Counter()
        self._tasks: dict[Member, asyncio.Task[None]] = {}

    async def run(self, rate: float, seconds: float) -> LoadOutcome:
        """Everyone comes in, talks at `rate` messages a second for `seconds`, and what became of it."""
        began = time.perf_counter()
        try:
            await self._come_in()
            if self.members:
                began = time.perf_counter()
                await self._talk(rate, seconds)
            took = time.perf_counter() - began
            await self._all_seen()
            return self._outcome(took)
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _come_in(self) -> None:
        gate = asyncio.Semaphore(AT_ONCE)
        done = itertools.count(1)

        async def one(member: Member) -> None:
            async with gate:
                task = self._tasks[member] = asyncio.create_task(member.run())
                ready = asyncio.create_task(member.ready.wait())
                await asyncio.wait([task, ready], timeout=OPEN_WITHIN, return_when=asyncio.FIRST_COMPLETED)
                ready.cancel()
                if member.ready.is_set():
                    self.members.append(member)
                else:
                    self.failures[reason(task)] += 1
                self.tick("connect", next(done) / len(self.wanted))

        await asyncio.gather(*(one(member) for member in self.wanted))

    async def _talk(self, rate: float, seconds: float) -> None:
        total, began = max(1, round(rate * seconds)), time.perf_counter()
        senders = itertools.cycle(self._in_turn())
        saying: set[asyncio.Task[None]] = set()
        for number in range(total):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            member = next(senders)
            post = SentPost(member.room, due=max(due, time.perf_counter()))
            self.posts[post.id] = post
            saying.add(asyncio.create_task(member.say(post)))
            self.tick("talk", (number + 1) / total)
        _, late = await asyncio.wait(saying, timeout=PATIENCE)
        for task in late:
            task.cancel()

    def _in_turn(self) -> list[Member]:
        """A member of each room, then the next one of each."""
        rooms: dict[str, list[Member]] = {}
        for member in self.members:
            rooms.setdefault(member.room, []).append(member)
        return [m for turn in itertools.zip_longest(*rooms.values()) for m in turn if m is not None]

    async def _all_seen(self) -> None:
        deadline = time.perf_counter() + WAIT_FOR_SEEN
        while time.perf_counter() < deadline and (self._missing() or self._away()):
            await asyncio.sleep(0.05)

    def _away(self) -> list[Member]:
        """Who came in and is not there now."""
        return [member for member in self.members if not member.ready.is_set()]

    def _missing(self) -> int:
        """Acked messages that somebody who is there has not got, over all of them."""
        acked = Counter(post.room for post in self.posts.values() if post.seq is not None)
        others = {post.id for post in self.posts.values() if post.seq is None}
        return sum(
            acked[member.room] - len(member.seen) + len(member.seen.keys() & others)
            for member in self.members
            if member.ready.is_set()
        )

    def _moved(self) -> int:
        """Messages that somebody got at another place than their ack says."""
        places = ((self.posts[id].seq, seq) for member in self.members for id, seq in member.seen.items())
        return sum(acked is not None and acked != seq for acked, seq in places)

    def _outcome(self, seconds: float) -> LoadOutcome:
        latencies = sorted(latency for member in self.members for latency in member.latencies)
        away = self._away()
        self.failures.update(reason(self._tasks[member]) for member in away)
        posts, errors = self.posts.values(), Counter(p.refused for p in self.posts.values() if p.refused)
        return LoadOutcome(
            people=len(self.wanted),
            sockets=len(self.members),
            dropped=len(away),
            reconnections=sum(member.reconnections for member in self.members),
            seconds=round(seconds, 2),
            posted=len(posts),
            acked=sum(post.seq is not None for post in posts),
            retries=sum(post.retries for post in posts),
            refused=errors.total(),
            delivered=sum(len(member.seen) for member in self.members),
            lost=self._missing(),
            doubled=sum(member.doubled for member in self.members),
            disordered=sum(member.disordered for member in self.members) + self._moved(),
            p50=percentile(latencies, 0.50),
            p99=percentile(latencies, 0.99),
            worst=latencies[-1] if latencies else 0.0,
            errors=dict(errors),
            why=[f"{count} × {why}" for why, count in self.failures.most_common(5)],
        )


def reason(task: "asyncio.Task[None]") -> str:
    """Why somebody is not there."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is None:
        return "no answer in time"
    return str(error) if isinstance(error, Unreachable) else repr(error)
