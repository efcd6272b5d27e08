"""What a message is now: a fold of the events that name it (no I/O).

Each kind of change has its rule (Change.apply_to), which every client shares (static/js/log/). A reply in a
thread is a change of the thread's first message (chat.events.replies).
"""

from collections import defaultdict
from collections.abc import Iterable

from chat.events.base import WireEvent
from chat.events.change import Change
from chat.events.message import Message
from chat.events.replies import with_step

Applied = Change | Message


def apply(message: Message, change: Applied) -> None:
    """Brings `message` forward by one event that changes it. Repeats and older events do nothing."""
    if change.seq <= message.rev:
        return
    if isinstance(change, Change) and change.target != message.seq:
        message.replies = with_step(message.replies, 1 if change.stands else -1)
    else:
        change.apply_to(message)
    message.rev = change.seq


def fold(message: Message, changes: Iterable[Applied]) -> Message:
    """A copy of `message` with `changes` (in order of seq) applied."""
    now = message.copy()
    for change in changes:
        apply(now, change)
    return now


def deleted_by(changes: Iterable[Change]) -> set[int]:
    """The messages that are deleted after these changes (in order of seq), as far as these say."""
    standing: dict[int, bool] = {}
    for change in changes:
        if change.stands is not None:
            standing[change.target] = change.stands
    return {target for target, stands in standing.items() if not stands}


def as_now(page: Iterable[WireEvent], events: Iterable[WireEvent]) -> list[WireEvent]:
    """`page` as a fetch shows it: messages folded, the text of deleted messages gone.

    `events`: among them all changes of the messages which stand in `page` or are named by it, in order.
    """
    changes: dict[int, list[Applied]] = defaultdict(list)
    applied = [event for event in events if isinstance(event, Applied)]
    for event in applied:
        for seq in event.touched:
            changes[seq].append(event)
    deleted = deleted_by(event for event in applied if isinstance(event, Change))
    return [_as_now(event, changes, deleted) for event in page]


def _as_now(event: WireEvent, changes: dict[int, list[Applied]], deleted: set[int]) -> WireEvent:
    if isinstance(event, Message):
        return fold(event, changes.get(event.seq, ()))
    if isinstance(event, Change) and event.target in deleted:
        return event.emptied()
    return event
