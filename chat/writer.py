"""Appends to one room: compare and append, in groups.

While one batch is being stored, what arrives meanwhile forms the next; there are no timers. The unique
place (room, seq) is the only lock: a batch that meets another process's events keeps what was stored
before the collision, looks up what is new, and puts the rest above it.
"""

import asyncio
import logging
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pymongo.errors import PyMongoError

from chat import log
from chat.entry import Entry
from chat.errors import Code, Refused, unavailable
from chat.events import Event
from chat.log import Clash
from chat.pool import in_thread

if TYPE_CHECKING:
    from chat.live import LiveRoom

logger = logging.getLogger(__name__)

BATCH = 500  # events of one insert
WAITING = 10_000  # entries of a room that may wait; beyond, `unavailable`
GIVE_UP = 10.0  # seconds after which a batch that finds no database is refused


class Writer:
    """The one who appends to `room` in this process."""

    def __init__(self, room: "LiveRoom") -> None:
        self.room = room
        self.waiting: deque[Entry] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        return self._task is None

    def submit(self, entry: Entry) -> None:
        """Takes the entry in order; it is settled later. Raises Refused when too many wait already."""
        if len(self.waiting) >= WAITING:
            raise unavailable("This room is too busy just now.")
        self.waiting.append(entry)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while self.waiting:
                # One turn of the loop, no timer: what has arrived together leaves together.
                await asyncio.sleep(0)
                batch = [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]
                try:
                    await self._commit(batch)
                except Exception:
                    logger.exception("a batch of room %s could not be stored", self.room.id)
                    refuse(batch, unavailable())
        finally:
            self._task = None

    async def _commit(self, batch: list[Entry]) -> None:
        """Brings every entry of the batch to its end."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + GIVE_UP
        pause = 0.0
        while batch := await self._allowed(batch):
            at = datetime.now(UTC)
            at = at.replace(microsecond=at.microsecond // 1000 * 1000)
            place = self.room.head + 1
            documents = [entry.document(self.room.id, place + i, at) for i, entry in enumerate(batch)]
            storing = self.room.hub.committer.insert(documents)
            # Their HTML is made while MongoDB is busy with them.
            events = [entry.event(self.room.id, place + i, at) for i, entry in enumerate(batch)]
            outcome = await storing
            if outcome.stored:
                await self._stored(batch[: outcome.stored], events[: outcome.stored])
                batch = batch[outcome.stored :]
                deadline, pause = loop.time() + GIVE_UP, 0.0
            if outcome.clash is Clash.NONE:
                return
            if outcome.clash is Clash.PLACE:
                progress = await self._moved_on()
            else:
                rest = await self._without_stored(batch)
                progress, batch = len(rest) < len(batch), rest
            if loop.time() > deadline:
                refuse(batch, unavailable())
                return
            if not progress:
                # Nothing to see yet: what is in the way is not durable, or the database is not there.
                pause = min(0.25, pause * 2 or 0.002)
                await asyncio.sleep(pause)

    async def _moved_on(self) -> bool:
        head = self.room.head
        try:
            await self.room.catch_up()
        except PyMongoError:
            return False
        return self.room.head > head

    async def _stored(self, entries: list[Entry], events: list[Event]) -> None:
        """Tells of what is durable now. Acks and events leave each socket together."""
        room = self.room
        if not room.hub.serving:  # a command: others must have heard before it ends
            room.receive(events)
            await room.hub.relay.drained()
        for entry, event in zip(entries, events, strict=True):
            entry.settle(event.seq)
        if room.hub.serving:
            room.receive(events)

    async def _allowed(self, batch: list[Entry]) -> list[Entry]:
        """The entries whose rules let them pass at the room's head; the others are settled."""
        while any(entry.rule is not None for entry in batch):
            batch = self._independent(batch)
            head = self.room.head
            names = {e.names for e in batch if e.rule is not None and e.names is not None}
            try:
                named = await self.room.messages(names)
            except PyMongoError:
                refuse(batch, unavailable())
                return []
            batch = await self._judged(batch, named)
            # Others went on meanwhile. If that was about one of these messages, it is another one now.
            if not self.room.changed_since(head, names):
                break
        return batch

    async def _judged(self, batch: list[Entry], named: dict[int, Event]) -> list[Entry]:
        """The entries that pass; the others are settled."""
        verdicts = [(entry, judge(entry, named)) for entry in batch]
        stopped = [(entry, verdict) for entry, verdict in verdicts if verdict is not None]
        if stopped:
            await self._stop(stopped)
        return [entry for entry, verdict in verdicts if verdict is None]

    def _independent(self, batch: list[Entry]) -> list[Entry]:
        """The start of the batch in which no rule looks at what an earlier entry makes; the rest waits."""
        changed: set[int | None] = set()
        for i, entry in enumerate(batch):
            looks_ahead = i > 0 and entry.names is not None and entry.names > self.room.head
            if entry.rule is not None and (looks_ahead or entry.names in changed):
                self.waiting.extendleft(reversed(batch[i:]))
                return batch[:i]
            changed.add(entry.target)
        return batch

    async def _stop(self, stopped: list[tuple[Entry, Refused | int]]) -> None:
        """Answers entries that make no event, unless their id made one before: then as at first."""
        try:
            known = await in_thread(log.by_id, [entry.id for entry, _ in stopped])
        except PyMongoError:
            refuse([entry for entry, _ in stopped], unavailable())
            return
        for entry, verdict in stopped:
            if entry.id in known:
                answer_repeat(entry, self.room.id, known[entry.id])
            elif isinstance(verdict, Refused):
                entry.refuse(verdict)
            else:
                entry.settle(verdict, unchanged=True)

    async def _without_stored(self, batch: list[Entry]) -> list[Entry]:
        """After an unclear outcome or a repeated id: the entries that the log does not have.

        It is looked up, never guessed, and with read concern majority: a repeat is answered when the
        first one is durable.
        """
        try:
            rest = await self._answer_known(batch)
            if len(rest) < len(batch):
                await self.room.catch_up()
        except PyMongoError as error:
            logger.warning("room %s: the log does not answer: %s", self.room.id, error)
            return [entry for entry in batch if entry.seq is None and entry.refusal is None]
        return rest

    async def _answer_known(self, batch: list[Entry]) -> list[Entry]:
        known = await in_thread(log.by_id, [entry.id for entry in batch])
        for entry in batch:
            if entry.id in known:
                answer_repeat(entry, self.room.id, known[entry.id])
        return [entry for entry in batch if entry.id not in known]


def judge(entry: Entry, named: dict[int, Event]) -> Refused | int | None:
    """What the entry's rule says of the message that it names."""
    if entry.rule is None:
        return None
    try:
        return entry.rule(named.get(entry.names) if entry.names is not None else None)
    except Refused as refusal:
        return refusal


def answer_repeat(entry: Entry, room: str, first: log.Document) -> None:
    """The id made an event before: the same answer, or `conflict` when that was something else."""
    same = (first["room"], first["author"], first["kind"]) == (room, entry.author.key, entry.kind)
    if same:
        entry.settle(first["seq"])
    else:
        entry.refuse(Refused(Code.CONFLICT, "This id was used for something else."))


def refuse(entries: list[Entry], refusal: Refused) -> None:
    for entry in entries:
        if entry.seq is None and entry.refusal is None:
            entry.refuse(refusal)
