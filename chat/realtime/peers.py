"""The other serving processes, as far as something arrives from them through the channel layer (no I/O)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from time import monotonic

SILENT = 15.0  # seconds after which a process that says nothing has ended
DOUBTFUL = 1.25  # seconds without a beat of a process, after which what it published may be missing
BY_ROOM = 1  # the version of the bus from which on a process listens to a group for each live room


@dataclass(slots=True)
class Peer:
    """One process: when it first and last sent something (monotonic), and its last beat by each server."""

    since: float
    seen_at: float
    version: int = 0  # of the bus; those up to 0.1 say none
    beats: dict[int, float] = field(default_factory=dict)


class Peers:
    """By the process's id on the bus. Bounded by the processes that were alive within SILENT seconds."""

    def __init__(self) -> None:
        self._peers: dict[str, Peer] = {}
        self.any_on_all_rooms = False  # is there one that knows of no groups by room?

    def __len__(self) -> int:
        return len(self._peers)

    def note(self, process: str) -> bool:
        """`process` sent something just now. Is it new?"""
        now = monotonic()
        if peer := self._peers.get(process):
            peer.seen_at = now
            return False
        self._peers[process] = Peer(now, now)
        self._look_for_versions()
        return True

    def beat(self, process: str, shard: int, version: int = 0) -> None:
        """A beat of a known process came by way of this server."""
        if peer := self._peers.get(process):
            peer.beats[shard] = monotonic()
            if peer.version != version:
                peer.version = version
                self._look_for_versions()

    def are_alive(self, shards: Collection[int]) -> bool:
        """Has a beat of each, of this version, come by way of each of these servers just now?

        The version before is not counted: nobody can see of its last message that it is missing.
        """
        since = monotonic() - DOUBTFUL
        return all(
            peer.beats.get(shard, peer.since) >= since
            for peer in self._peers.values()
            if peer.version >= BY_ROOM
            for shard in shards
        )

    def drop_silent(self) -> list[str]:
        """The processes that have ended, which are forgotten."""
        since = monotonic() - SILENT
        silent = [process for process, peer in self._peers.items() if peer.seen_at < since]
        for process in silent:
            del self._peers[process]
        if silent:
            self._look_for_versions()
        return silent

    def _look_for_versions(self) -> None:
        self.any_on_all_rooms = any(peer.version < BY_ROOM for peer in self._peers.values())
