"""The newest events of a live room, kept as a fetch shows them, for whoever comes back."""

from collections.abc import Iterable

from chat import fold
from chat.events import DELETE, EDIT, MESSAGE, RESTORE, Event, encode


class Ring:
    """Consecutive events up to the room's head: at least `page` of them or all, at most `most`.

    A message stands here as it is now, with its `rev`; the words of a deleted one are gone.
    """

    BYTES = 2 * 1024 * 1024  # of text and html, beyond which only a page is kept

    def __init__(self, events: Iterable[Event], head: int, *, page: int, most: int) -> None:
        self._events: dict[int, Event] = {}
        self._bodies: dict[int, bytes] = {}
        self._page, self._most = page, max(page, most)
        self._bytes = 0
        self.head = head
        self.first = head + 1
        for event in events:
            self.first = min(self.first, event.seq)
            self._keep(event)

    def add(self, event: Event, body: bytes) -> None:
        """The next event; `body` is its JSON. Applies it to the message that it names."""
        self.head = event.seq
        if isinstance(event.target, int):
            self._change(event)
        if event.kind == MESSAGE:
            event = event.copy()  # ours to bring forward; the one given stays as it was
        self._keep(event)
        self._bodies[event.seq] = body
        while len(self._events) > self._most or (self._bytes > self.BYTES and len(self._events) > self._page):
            self._forget_oldest()

    def covers(self, seq: int) -> bool:
        """Is every event beyond `seq` here?"""
        return seq >= self.first - 1

    def now(self, seq: int) -> Event | None:
        """The event at `seq` as it is now; None where it is not here."""
        return self._events.get(seq)

    def bodies(self, after: int, upto: int) -> list[bytes]:
        """The JSON of the events beyond `after`, up to and with `upto`, which must be covered."""
        return [self._body(seq) for seq in range(after + 1, upto + 1)]

    def _body(self, seq: int) -> bytes:
        body = self._bodies.get(seq)
        if body is None:
            body = self._bodies[seq] = encode(self._events[seq])
        return body

    def _keep(self, event: Event) -> None:
        self._events[event.seq] = event
        self._bytes += _weight(event)

    def _change(self, change: Event) -> None:
        message = self._events.get(change.target)  # type: ignore[arg-type]
        if message is not None and message.kind == MESSAGE:
            self._bytes -= _weight(message)
            fold.apply(message, change)
            self._bytes += _weight(message)
            self._bodies.pop(message.seq, None)
        if change.kind == DELETE:
            self._empty_edits(change.target)  # type: ignore[arg-type]

    def _empty_edits(self, target: int) -> None:
        for seq, event in self._events.items():
            if event.target == target and event.kind in (EDIT, RESTORE):
                self._bytes -= _weight(event)
                self._events[seq] = fold.emptied(event)
                self._bodies.pop(seq, None)

    def _forget_oldest(self) -> None:
        self._bytes -= _weight(self._events.pop(self.first))
        self._bodies.pop(self.first, None)
        self.first += 1


def _weight(event: Event) -> int:
    return len(event.text or "") + len(event.html or "")
