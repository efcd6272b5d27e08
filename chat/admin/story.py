"""What a message is now, and how it came to be so. Moderators see the words of deleted messages too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chat import fold, log
from chat.events import DELETE, EDIT, MESSAGE, REACTION, RESTORE, Event, from_document
from chat.models import Event as StoredEvent

LONGEST = 120  # characters of a message in a line


@dataclass
class Story:
    """A message as it was said, as it is `now`, and every event between, in order."""

    message: Event
    changes: list[Event] = field(default_factory=list)

    @property
    def now(self) -> Event:
        return fold.fold(self.message, self.changes)

    @property
    def words(self) -> str:
        """The last words that it had, whether deleted or not."""
        worded = [change for change in self.changes if change.kind in (EDIT, RESTORE)]
        return str((worded or [self.message])[-1].text)

    def __str__(self) -> str:
        now = self.now
        state = ", deleted" if fold.is_deleted(now) else ", edited" if now.edited is True else ""
        words = self.words if len(self.words) <= LONGEST else self.words[:LONGEST] + "…"
        return f"{now.room}/{now.seq} by {now.author.name}{state}: {words}"


def message_of(event: StoredEvent) -> int | None:
    """The seq of the message that the event is, or names."""
    return event.seq if event.kind == MESSAGE else event.target


def stories(places: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int], Story]:
    """The messages at these places (room, seq), each with what was done to it. Two queries a room."""
    rooms: dict[str, set[int]] = defaultdict(set)
    for room, seq in places:
        if seq is not None:
            rooms[room].add(seq)
    told: dict[tuple[str, int], Story] = {}
    for room, seqs in rooms.items():
        for document in log.each_at(room, seqs):
            if document["kind"] == MESSAGE:
                told[room, document["seq"]] = Story(from_document(document))
        for document in log.changes(room, seqs):
            if (story := told.get((room, document["target"]))) is not None:
                story.changes.append(from_document(document))
    return told


def about(events: Sequence[StoredEvent]) -> list[Story]:
    """The messages that these events are, or name, each once, in order."""
    return list(stories((event.room_id, message_of(event)) for event in events).values())


def deed(change: Event) -> str:
    """What an event did to the message that it names."""
    if change.kind == EDIT:
        return f"changed it to: {change.text}"
    if change.kind == DELETE:
        return "deleted it"
    if change.kind == RESTORE:
        return f"restored it: {change.text}"
    if change.kind == REACTION:
        return f"put {change.emoji}" if change.on else f"took back {change.emoji}"
    return change.kind
