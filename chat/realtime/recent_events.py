"""The newest events of a live room in memory, as a fetch shows them, for clients that come back (no I/O)."""

from collections.abc import Iterable
from itertools import islice

from chat.events import fold
from chat.events.base import WireEvent, encode
from chat.events.change import Change, TextChange
from chat.events.kinds import decode
from chat.events.message import Message
from chat.events.shown import is_shown

MOST_BYTES = 2 * 1024 * 1024  # of a room. More than a page of the wire has (chat.queries.timeline.PAGE_BYTES)
BESIDE = 256  # bytes that an event takes beside its JSON: the object's head, its number, its places in tables


class RecentEvents:
    """Consecutive events up to the room's head: at most `most` of them, and at most MOST_BYTES, but always
    the newest one, until `clear`.

    They are kept as JSON and as nothing else, so that what is counted is what is there. A message stands here
    as it is now, with its `rev`; the text of a deleted one is gone.
    """

    def __init__(self, head: int, *, most: int) -> None:
        self.head = head
        self.first = head + 1  # the seq of the oldest event that is here
        self.size = 0  # bytes
        self.is_full = False  # older ones were dropped, for which there is no room
        self._most = most
        self._bodies: dict[int, bytes] = {}  # JSON by seq
        self._texts: dict[int, int] = {}  # of changes of a text that are here: the message that they name

    def add(self, event: WireEvent, body: bytes) -> None:
        """The next event; `body` is its JSON. Applies it to the message that it names."""
        self.head = event.seq
        if event.touched:
            self._change([event])
        self._keep(event, body)
        self._keep_bounds()

    def fill(self, events: Iterable[WireEvent]) -> None:
        """Puts events, as a fetch shows them, before those that are here; those that do not follow one
        another up to here are left out. What happened to them since they were fetched is applied."""
        newer, self._bodies = self._bodies, {}
        for event in sorted(events, key=lambda event: event.seq, reverse=True):
            if event.seq == self.first - 1:
                self._keep(event, encode(event))
                self.first = event.seq
        self._bodies = dict(sorted(self._bodies.items())) | newer
        self._change(map(decode, newer.values()))
        self._keep_bounds()

    def clear(self) -> None:
        """Forgets all but the head."""
        self._bodies.clear()
        self._texts.clear()
        self.first, self.size, self.is_full = self.head + 1, 0, False

    def pass_gap(self, upto: int) -> None:
        """Goes on behind `upto`, without the events up to there, which there are none of."""
        self.head = upto
        self.clear()

    def covers(self, seq: int) -> bool:
        """Is every event beyond `seq` here?"""
        return seq >= self.first - 1

    def now(self, seq: int) -> WireEvent | None:
        """The event at `seq` as it is now, for the caller to keep; None where it is not here."""
        body = self._bodies.get(seq)
        return None if body is None else decode(body)

    def bodies(self, after: int, upto: int) -> list[bytes]:
        """The JSON of the events beyond `after`, up to and with `upto`, which must be covered."""
        return [self._bodies[seq] for seq in range(after + 1, upto + 1)]

    def shown(self, before: int, limit: int) -> list[bytes]:
        """The JSON of the newest `limit` messages below `before` that the room shows, of those that are here,
        oldest first."""
        seqs = range(min(before - 1, self.head), self.first - 1, -1)
        found = (body for seq in seqs if is_shown(body := self._bodies[seq]))
        return [*islice(found, limit)][::-1]

    def _keep(self, event: WireEvent, body: bytes) -> None:
        self._bodies[event.seq] = _exact(body)
        self.size += len(body) + BESIDE
        if isinstance(event, TextChange):
            self._texts[event.seq] = event.target

    def _put(self, event: WireEvent) -> None:
        """In place of what is at its seq."""
        body = _exact(encode(event))
        self.size += len(body) - len(self._bodies[event.seq])
        self._bodies[event.seq] = body

    def _change(self, events: Iterable[WireEvent]) -> None:
        """Applies those of these events (in order) that change a message, whether or not they are applied
        already."""
        changes = [event for event in events if isinstance(event, fold.Applied)]
        for change in changes:
            for seq in change.touched:
                message = self.now(seq)
                if isinstance(message, Message):
                    fold.apply(message, change)
                    self._put(message)
        for target in fold.deleted_by(event for event in changes if isinstance(event, Change)):
            self._empty_texts(target)

    def _empty_texts(self, target: int) -> None:
        for seq in [seq for seq, named in self._texts.items() if named == target]:
            event = decode(self._bodies[seq])
            if isinstance(event, TextChange):
                self._put(event.emptied())

    def _keep_bounds(self) -> None:
        while len(self._bodies) > self._most or (self.size > MOST_BYTES and len(self._bodies) > 1):
            self.size -= len(self._bodies.pop(self.first)) + BESIDE
            self._texts.pop(self.first, None)
            self.first += 1
            self.is_full = True


def _exact(body: bytes) -> bytes:
    """A copy without what the encoder allocated beyond the end, which may be half as much again."""
    return bytes(memoryview(body))
