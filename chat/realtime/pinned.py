"""Which messages of a live room are pinned: asked of the log once, and kept current by the room's events."""

import asyncio
from collections.abc import Iterable

from chat.events.base import WireEvent
from chat.events.change import Change
from chat.events.pin import Pin
from chat.queries.pins import pinned_seqs
from chat.storage.executor import in_history_thread


class Pinned:
    """At most WICK_PINS seqs (chat.realtime.judging sees to that)."""

    def __init__(self, room_id: str) -> None:
        self._room_id = room_id
        self._seqs: dict[int, None] | None = (
            None  # the last pinned one at the end; None until it was asked for
        )
        self._looking: asyncio.Task[None] | None = None
        self._meanwhile: list[Change] = []  # what came in while the log was asked

    @property
    def known(self) -> list[int]:
        """The same as `seqs`, at the room's head, once that was asked for."""
        return list(reversed(self._seqs or {}))

    async def seqs(self) -> list[int]:
        """The pinned messages, the last pinned one first. Raises the database's errors."""
        while self._seqs is None:
            if self._looking is None:
                self._looking = asyncio.get_running_loop().create_task(self._look())
            await asyncio.shield(self._looking)
        return self.known

    def receive(self, events: Iterable[WireEvent]) -> None:
        """Events of the room, in order."""
        for event in events:
            if not isinstance(event, Change) or not (isinstance(event, Pin) or event.stands is False):
                continue
            if self._looking is not None:
                self._meanwhile.append(event)
            elif self._seqs is not None:
                _apply(self._seqs, event)

    async def _look(self) -> None:
        self._meanwhile = []
        try:
            found = await in_history_thread(pinned_seqs, self._room_id)
            seqs = dict.fromkeys(reversed(found))
            for event in self._meanwhile:  # whether the log had it already or not: the end is the same
                _apply(seqs, event)
            self._seqs = seqs
        finally:
            self._looking, self._meanwhile = None, []


def _apply(seqs: dict[int, None], event: Change) -> None:
    seqs.pop(event.target, None)
    if isinstance(event, Pin) and event.on:
        seqs[event.target] = None
