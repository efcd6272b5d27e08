"""Appends to one room, in groups: while one batch is being stored, what arrives meanwhile forms the next.
There are no timers."""

import asyncio
import logging
from collections import deque

from django.utils.translation import gettext_lazy as _

from chat.events.pending import PendingEvent
from chat.protocol.errors import Refused, unavailable
from chat.realtime.appending import AppendableRoom, Publisher
from chat.realtime.attaching import release_files
from chat.realtime.commit import Commit
from chat.realtime.committer import Committer
from chat.realtime.outcomes import refuse_open
from chat.storage.outage import Outage

logger = logging.getLogger(__name__)

BATCH = 500  # events of one insert
WAITING = 10_000  # pending events of a room that may wait; beyond, `unavailable`


class Writer:
    """Appends to `room`, the only one to do so in this process."""

    def __init__(
        self, room: AppendableRoom, committer: Committer, publisher: Publisher, database: Outage
    ) -> None:
        self.room = room
        self._committer, self._publisher, self._database = committer, publisher, database
        self.waiting: deque[PendingEvent] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        return self._task is None

    def submit(self, pending: PendingEvent) -> None:
        """Takes the event in order; it is settled later. Raises Refused when too many wait already."""
        if len(self.waiting) >= WAITING:
            raise unavailable(_("This room is too busy just now."))
        self.waiting.append(pending)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while self.waiting:
                # One turn of the loop, no timer: what has arrived together leaves together.
                await asyncio.sleep(0)
                await self._commit(self._take())
        finally:
            self._task = None

    async def _commit(self, batch: list[PendingEvent]) -> None:
        """Stores or answers the batch: whatever happens, each of it has its outcome at the end."""
        commit = Commit(self.room, batch, self._committer, self._publisher, self._database)
        try:
            await commit.run()
        except Refused as refusal:
            refuse_open(batch, refusal)
        except Exception:
            logger.exception("a batch of room %s could not be stored", self.room.id)
        finally:
            if any(pending.is_open for pending in batch):
                refuse_open(batch, unavailable())
            await release_files(self.room.id, batch)

    def _take(self) -> list[PendingEvent]:
        """The next batch: nothing of it goes back to those who wait.

        It ends before an event whose rule looks at what an earlier one of the batch makes or changes, and
        before a second message of somebody whom slow mode has wait.
        """
        batch: list[PendingEvent] = []
        changed: set[int | None] = set()
        slowed: set[str] = set()
        while self.waiting and len(batch) < BATCH:
            pending = self.waiting[0]
            event = pending.event
            if batch and pending.is_judged and self._may_change((event.named, event.root), changed):
                break
            if pending.slow:
                if pending.actor.id in slowed:
                    break
                slowed.add(pending.actor.id)
            changed.add(pending.event.changed)
            batch.append(self.waiting.popleft())
        return batch

    def _may_change(self, named: tuple[int | None, ...], changed: set[int | None]) -> bool:
        """Can a batch that changes the messages `changed` make one of these messages, or change it?"""
        return any(seq is not None and (seq in changed or seq > self.room.head) for seq in named)
