"""What a message is now, and how it came to be so. Moderators see the words of deleted messages too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chat.events import fold
from chat.events.base import WireEvent
from chat.events.change import Change, TextChange
from chat.events.documents import readable
from chat.events.kinds import MESSAGE
from chat.events.message import Message
from chat.models import Event as StoredEvent
from chat.queries import changes
from chat.storage import event_log

LONGEST = 120  # characters of a message in a line
PAGE = 100  # events of a page of what was done to a message

Place = tuple[str, int]  # room and seq


@dataclass
class MessageHistory:
    """A message as it was said, as it is `now`, and what counts of the events between, in order."""

    message: Message
    changes: list[Change] = field(default_factory=list)

    @property
    def now(self) -> Message:
        return fold.fold(self.message, self.changes)

    @property
    def text(self) -> str:
        """The last words that it had, whether deleted or not."""
        texts = [change.text for change in self.changes if isinstance(change, TextChange)]
        return texts[-1] if texts else self.message.text

    def __str__(self) -> str:
        now = self.now
        by = _("%(place)s by %(name)s: %(text)s")
        if now.is_deleted:
            by = _("%(place)s by %(name)s, deleted: %(text)s")
        elif now.edited is True:
            by = _("%(place)s by %(name)s, edited: %(text)s")
        text = self.text if len(self.text) <= LONGEST else self.text[:LONGEST] + "…"
        return by % {"place": f"{now.room}/{now.seq}", "name": now.author.name, "text": text}


def message_of(event: StoredEvent) -> int | None:
    """The seq of the message that the event is, or names."""
    return event.seq if event.kind == MESSAGE else event.target


def events_at(places: Iterable[tuple[str, int | None]]) -> dict[Place, WireEvent]:
    """The events at these places. One command."""
    wanted = [(room, seq) for room, seq in places if seq is not None]
    return {(event.room, event.seq): event for event in readable(event_log.at_places(wanted))}


def histories_of(events: Mapping[Place, WireEvent]) -> dict[Place, MessageHistory]:
    """Of the messages among these events, each with what was done to it last. Two commands."""
    found = {place: MessageHistory(event) for place, event in events.items() if isinstance(event, Message)}
    for change in changes.newest(found):
        found[change.room, change.target].changes.append(change)
    return found


def histories(places: Iterable[tuple[str, int | None]]) -> dict[Place, MessageHistory]:
    """The messages at these places, each with what was done to it last. Three commands."""
    return histories_of(events_at(places))


def history_of(room: str, seq: int, before: int | None) -> tuple[list[WireEvent], bool]:
    """What was done to a message, below `before` (None: up to now): the newest so many events, in order. Are
    there older ones?"""
    found = event_log.changes_of(room, seq, before, PAGE + 1)
    return readable(found[-PAGE:]), len(found) > PAGE


def about(events: Sequence[StoredEvent]) -> list[MessageHistory]:
    """The messages that these events are, or name, each once, in order."""
    return list(histories((event.room_id, message_of(event)) for event in events).values())


def describe_change(change: WireEvent) -> str:
    """What an event did to the message that it names."""
    return change.describe() if isinstance(change, Change) else change.kind
