"""One batch on its way into a room's log, by compare and append.

The unique place (room, seq) is the only lock: a batch that meets another process's events keeps what was
stored before the collision, looks up what is new, and puts the rest above it.
"""

import asyncio
from datetime import UTC, datetime

from pymongo.errors import PyMongoError

from chat.events.base import encode
from chat.events.documents import from_document
from chat.events.pending import PendingEvent
from chat.realtime.appending import AppendableRoom, Publisher, publish
from chat.realtime.attaching import claim_files
from chat.realtime.committer import Committer
from chat.realtime.judging import judge
from chat.realtime.mentioning import find_mentions
from chat.realtime.outcomes import answer_repeat, stored_before
from chat.storage.log_appends import AppendOutcome, Clash
from chat.storage.outage import Outage
from chatsite.mongo.errors import short

GIVE_UP = 10.0  # seconds after which a batch that finds no database is given up
LONGEST_PAUSE = 0.25  # seconds


class Commit:
    def __init__(
        self,
        room: AppendableRoom,
        batch: list[PendingEvent],
        committer: Committer,
        publisher: Publisher,
        database: Outage,
    ) -> None:
        """`database` records when MongoDB does not answer."""
        self._room, self._batch = room, batch
        self._committer, self._publisher, self._database = committer, publisher, database
        self._begun = room.head  # what stands above it under the ids of the batch was stored by the batch

    async def run(self) -> None:
        """Returns when every event of the batch has its outcome, or when it gives up. Raises Refused where
        the room's log cannot be read."""
        await claim_files(self._room.id, self._batch)
        await find_mentions(self._room, self._batch)
        patience = Patience()
        while not patience.is_over:
            await judge(self._room, self._open())
            if not (batch := self._open()):
                return
            outcome = await self._insert(batch)
            if outcome.clash is Clash.NONE:
                return
            if outcome.stored:
                patience.renew()
            if not await self._find_what_stopped_it(outcome.clash):
                await patience.pause()

    def _open(self) -> list[PendingEvent]:
        return [pending for pending in self._batch if pending.is_open]

    async def _insert(self, batch: list[PendingEvent]) -> AppendOutcome:
        """Stores the batch above the head, as far as nothing is in the way, and announces what is stored."""
        at = datetime.now(UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        first = self._room.head + 1
        documents = [pending.document(seq, at) for seq, pending in enumerate(batch, first)]
        storing = self._committer.insert(documents)
        await asyncio.sleep(0)  # or the thread would begin only when this one has nothing left to do
        for pending in batch:  # while MongoDB is busy with them
            pending.event.complete()
        outcome = await storing
        await self._announce(batch[: outcome.stored])
        return outcome

    async def _announce(self, stored: list[PendingEvent]) -> None:
        """Announces what is durable now. Acks and events leave each socket together."""
        if not stored:
            return
        events = [pending.event for pending in stored]
        bodies = [encode(event) for event in events]
        await publish(self._publisher, self._room.id, bodies)
        for pending in stored:
            pending.settle(pending.event.seq)
        self._room.receive(events, bodies)

    async def _find_what_stopped_it(self, clash: Clash) -> bool:
        """Looks into the log after an insert that stopped. False where there is nothing to see yet: what is
        in the way is not durable, or the database is not there."""
        try:
            if clash is Clash.PLACE:
                return await self._catch_up()
            return await self._answer_stored()
        except PyMongoError as error:
            self._database.failed(short(error))
            return False

    async def _catch_up(self) -> bool:
        head = self._room.head
        await self._room.catch_up()
        return self._room.head > head

    async def _answer_stored(self) -> bool:
        """After an unclear outcome or a repeated id: answers what the log has, as it is looked up there."""
        batch = self._open()
        known = await stored_before(self._room.id, batch)
        for pending in batch:
            if (first := known.get(pending.id)) is not None:
                if first["room"] == self._room.id and first["seq"] > self._begun:
                    await publish(self._publisher, self._room.id, [encode(from_document(first))])
                answer_repeat(pending, self._room.id, first)
        if known:
            await self._room.catch_up()
        return bool(known)


class Patience:
    """How long a batch is tried, and how long it waits after an attempt that brought nothing new."""

    def __init__(self) -> None:
        self._now = asyncio.get_running_loop().time
        self.renew()

    def renew(self) -> None:
        self._deadline, self._pause = self._now() + GIVE_UP, 0.0

    @property
    def is_over(self) -> bool:
        return self._now() > self._deadline

    async def pause(self) -> None:
        self._pause = min(LONGEST_PAUSE, self._pause * 2 or 0.002)
        await asyncio.sleep(self._pause)
