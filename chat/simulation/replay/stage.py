"""The replay itself: everyone on a socket of their own, one more that only listens."""

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Any

from chat.simulation.accounts import Account
from chat.simulation.replay.connection import AGAIN, ReplayConnection
from chat.simulation.replay.corpus import CorpusLine
from chat.simulation.replay.nicks import LISTENER
from chat.simulation.replay.outcome import Fate, ReplayOutcome, Seen, in_order, latencies

AT_ONCE = 20  # sockets that are opened together
WAIT_FOR_ANSWERED = 5.0  # seconds for the ack of a message that somebody answers, before it is said without
WAIT_FOR_SEEN = 15.0  # seconds for what was acked to reach the listener

OnProgress = Callable[[], object]


class Voice(ReplayConnection):
    """One nick. Says one thing after the other, each until it is acked or refused."""

    def __init__(self, stage: "Replay", *where: Any) -> None:
        super().__init__(*where)
        self.stage = stage
        self.retries = 0
        self.waiting: asyncio.Queue[Fate] = asyncio.Queue()

    async def send_lines(self) -> None:
        while True:
            fate = await self.waiting.get()
            try:
                await self._say(fate)
            finally:
                self.waiting.task_done()

    async def _say(self, fate: Fate) -> None:
        reply_to = await self.stage.seq_of(fate.line.replies_to)
        frame = {
            "type": "post",
            "room": self.room,
            "id": fate.id,
            "text": fate.line.text,
            "reply_to": reply_to,
        }
        fate.sent = True
        while True:
            answer = await self.ask(frame)
            if answer.get("code") not in AGAIN:
                break
            self.retries += 1
            await asyncio.sleep(answer.get("retry_after") or 1.0)
        if answer["type"] == "ack":
            fate.seq, fate.acked = answer["seq"], time.perf_counter()
        else:
            fate.refused = answer["code"]
        self.stage.settled(fate)


class ReplayListener(ReplayConnection):
    """Says nothing, and sees everything."""

    def __init__(self, stage: "Replay", *where: Any) -> None:
        super().__init__(*where)
        self.stage = stage

    def came(self, event: dict[str, Any]) -> None:
        super().came(event)
        self.stage.seen.add(event)
        fate = self.stage.by_id.get(event["id"])
        if fate is not None and fate.seen is None:
            fate.seen = time.perf_counter()


class Replay:
    """A day (`lines`) and who says it: `accounts` by nick, and one for LISTENER."""

    def __init__(
        self,
        url: str,
        room: str,
        lines: list[CorpusLine],
        accounts: dict[str, Account],
        on_progress: OnProgress,
    ) -> None:
        self.room, self.on_progress = room, on_progress
        self.fates = [Fate(line, str(uuid.uuid4())) for line in lines]
        self.by_id = {fate.id: fate for fate in self.fates}
        self.by_line = {fate.line.number: fate for fate in self.fates}
        self.seen = Seen()
        self.listener = ReplayListener(self, url, accounts[LISTENER], room)
        self.voices = {n: Voice(self, url, a, room) for n, a in accounts.items() if n != LISTENER}
        self._acks: dict[str, asyncio.Event] = {}

    async def play(self, day: str, speed: float) -> ReplayOutcome:
        """All of it, at `speed` times its pace. Raises Unreachable."""
        async with asyncio.TaskGroup() as group:
            work = await self._open(group)
            began = time.perf_counter()
            await self._pace(speed)
            for voice in self.voices.values():
                await voice.waiting.join()
            seconds = time.perf_counter() - began
            await self._all_seen()
            for task in work:
                task.cancel()
        return self._outcome(day, speed, seconds)

    async def _open(self, group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
        """Everyone in the room, before the first word."""
        work = [group.create_task(self.listener.run())]
        await self.listener.ready.wait()
        voices = list(self.voices.values())
        for start in range(0, len(voices), AT_ONCE):
            some = voices[start : start + AT_ONCE]
            work += [group.create_task(voice.run()) for voice in some]
            await asyncio.gather(*(voice.ready.wait() for voice in some))
        return work + [group.create_task(voice.send_lines()) for voice in voices]

    async def _pace(self, speed: float) -> None:
        began = time.perf_counter()
        for fate in self.fates:
            fate.due = began + fate.line.at / speed
            if (wait := fate.due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            self.voices[fate.line.nick].waiting.put_nowait(fate)

    async def _all_seen(self) -> None:
        deadline = time.perf_counter() + WAIT_FOR_SEEN
        while time.perf_counter() < deadline and any(f.seen is None and f.acked for f in self.fates):
            await asyncio.sleep(0.05)

    async def seq_of(self, lines: list[int]) -> int | None:
        """Where the first of these lines that is part of the replay stands in the room."""
        fate = next((self.by_line[number] for number in lines if number in self.by_line), None)
        if fate is None or not fate.due:
            return None
        settled = self._acks.setdefault(fate.id, asyncio.Event())
        if fate.seq is None and fate.refused is None:
            try:
                await asyncio.wait_for(settled.wait(), WAIT_FOR_ANSWERED)
            except TimeoutError:
                return None
        return fate.seq

    def settled(self, fate: Fate) -> None:
        self._acks.setdefault(fate.id, asyncio.Event()).set()
        self.on_progress()

    def _outcome(self, day: str, speed: float, seconds: float) -> ReplayOutcome:
        acked = [fate for fate in self.fates if fate.acked]
        return ReplayOutcome(
            day=day,
            room=self.room,
            people=len(self.voices),
            speed=speed,
            seconds=round(seconds, 2),
            messages=len(self.fates),
            sent=sum(fate.sent for fate in self.fates),
            acked=len(acked),
            refused=sum(fate.refused is not None for fate in self.fates),
            seen=sum(fate.seen is not None for fate in self.fates),
            lost=sum(fate.seen is None for fate in acked),
            twice=self.seen.twice,
            in_order=in_order(self.fates, self.seen),
            retries=sum(voice.retries for voice in self.voices.values()),
            reconnections=sum(c.reconnections for c in (self.listener, *self.voices.values())),
            ack_ms=latencies(acked, lambda fate: fate.acked),
            seen_ms=latencies(acked, lambda fate: fate.seen),
        )
