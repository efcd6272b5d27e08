"""A room that clients here watch: what its events change in counts, until it is sent (no I/O)."""

from collections.abc import Iterable
from typing import Any

from chat.events.activity import CountChange, Counts, activity_frame, count_change
from chat.events.base import WireEvent
from chat.events.message import Message
from chat.protocol.framing import PreparedFrames
from chat.realtime.watcher import Watcher

EARLY = 1000  # events that are kept while the room's head is being looked up
KEPT = 200  # changes that are kept for counts which are being looked up


class WatchedRoom:
    """Takes the room's events in order, once, from wherever they come."""

    def __init__(self, room_id: str) -> None:
        self.id = room_id
        self.shared: dict[str, Any] = {}  # what of the room's object is the same for everyone
        self.epoch = ""
        self.people: tuple[str, ...] = ()  # of a direct conversation
        self.watchers: set[Watcher] = set()
        self.head: int | None = None  # of the events that were taken; None until it is known
        self.sent = 0  # the head of the newest frame
        self._early: list[WireEvent] = []
        self._changes: list[CountChange] = []  # of the next frame
        self._at: str | None = None  # of the newest message among them
        self._recent: list[CountChange] = []  # of the frames before
        self._complete_from = 0  # `_recent` and `_changes` have all changes above this seq

    @property
    def is_direct(self) -> bool:
        return self.shared.get("kind") == "direct"

    @property
    def is_due(self) -> bool:
        """Is there something to send?"""
        return bool(self._changes)

    def begin(self, head: int) -> bool:
        """The head is known. Takes what came before it was; False where something is missing."""
        if self.head is not None:
            return True
        self.head = self.sent = self._complete_from = head
        early, self._early = self._early, []
        return self.take(sorted(early, key=lambda event: event.seq))

    def take(self, events: Iterable[WireEvent], *, gaps: bool = False) -> bool:
        """The next events; False where something before them is missing. `gaps`: they are all that the log
        has, whatever is missing there."""
        if self.head is None:
            self._early = [*self._early, *events][-EARLY:]
            return True
        for event in events:
            if event.seq > self.head:
                if event.seq > self.head + 1 and not gaps:
                    return False
                self._add(event)
        return True

    def _add(self, event: WireEvent) -> None:
        self.head = event.seq
        if (change := count_change(event)) is not None:
            self._changes.append(change)
            if len(self._changes) > KEPT:
                self._complete_from = self._changes.pop(0).at
                self._recent.clear()
        if isinstance(event, Message) and event.is_shown:
            self._at = event.at

    def pass_over(self, head: int) -> None:
        """There is nothing up to `head` that changes a count."""
        if self.head is not None:
            self.head = max(self.head, head)

    def skip_to(self, head: int) -> None:
        """Goes on at `head`: there are more events before it than are worth reading. Clients look again."""
        unknown = CountChange(head, 0, None, is_new=False)
        self.head = self._complete_from = head
        self._recent, self._changes = [], [unknown]

    def frame(self) -> PreparedFrames:
        """The `activity` frame of what is to be sent."""
        head = self.head or 0
        body = activity_frame(self.id, self.sent, head, self._at, self._changes)
        self._recent = [*self._recent, *self._changes][-KEPT:]
        if len(self._recent) == KEPT:
            self._complete_from = max(self._complete_from, self._recent[0].at)
        self.sent, self._changes, self._at = head, [], None
        return PreparedFrames((body,))

    def brought_forward(self, counts: Counts, user: str) -> Counts | None:
        """Somebody's counts as they are at the head that is known here; None where too much has happened
        since they were counted."""
        if self.head is None or counts.head >= self.head:
            return counts
        later = [change for change in (*self._recent, *self._changes) if change.at > counts.head]
        if counts.head < self._complete_from or any(change.entry is None for change in later):
            return None
        return counts.after(later, user, direct=self.is_direct)._replace(head=self.head)
