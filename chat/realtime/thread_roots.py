"""Which messages of a live room are in no thread, so that they may have replies. That never changes."""

from collections.abc import Collection

from chat.events.documents import hyphened
from chat.realtime.bounded import Bounded
from chat.storage import event_log
from chat.storage.executor import in_log_thread

KEPT = 1000  # that are remembered of a room


class ThreadRoots:
    def __init__(self, room_id: str) -> None:
        self._room_id = room_id
        self._authors: Bounded[int, str] = Bounded(KEPT)

    async def find(self, seqs: Collection[int]) -> dict[int, str]:
        """The author of each, by id. Raises the database's errors."""
        found = {seq: self._authors[seq] for seq in seqs if seq in self._authors}
        if unknown := set(seqs) - found.keys():
            stored = await in_log_thread(event_log.without_thread, self._room_id, unknown)
            for seq, key in stored.items():
                found[seq] = self._authors[seq] = hyphened(key)
        return found
