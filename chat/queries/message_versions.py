"""What a message said, from its posting to its last edit. Blocks; see chat.storage.executor."""

from typing import NamedTuple

from chat.events import fold
from chat.events.documents import readable
from chat.events.edit import Edit
from chat.events.kinds import name_of
from chat.events.message import Message
from chat.queries import changes
from chat.storage import event_log

PAGE = 20


class Versions(NamedTuple):
    """`now`: the message as it is. `versions`: what it said, also where it is deleted, the newest first.
    `older`: the seq of the edit below which there are more."""

    now: Message
    versions: list[Message | Edit]
    older: int | None


def versions_of(room: str, seq: int, before: int | None = None) -> Versions | None:
    """Of a message, below an edit (None: up to now); None where there is no message. Three commands."""
    found = next(iter(readable(event_log.at_places([(room, seq)]))), None)
    if not isinstance(found, Message):
        return None
    now = fold.fold(found, changes.newest([(room, seq)]))
    documents = event_log.of_kind(room, name_of(Edit), seq, before, PAGE + 1)
    edits = [event for event in readable(documents[:PAGE]) if isinstance(event, Edit)]
    if len(documents) > PAGE and edits:
        return Versions(now, [*edits], edits[-1].seq)
    return Versions(now, [*edits, found], None)
