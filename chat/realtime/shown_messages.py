"""The messages that a room shows, as they are at its head, from memory where it reaches."""

from chat.events import fold
from chat.events.base import WireEvent
from chat.events.kinds import MESSAGE, decode
from chat.queries import timeline
from chat.realtime.room import LiveRoom
from chat.storage.executor import in_history_thread


async def shown_before(room: LiveRoom, before: int, limit: int) -> tuple[list[bytes], bool]:
    """The JSON of the newest `limit` messages below `before`, oldest first, as they are at the room's head at
    the return; and whether there are older ones. A page of very long messages is shorter."""
    found = await _newest(room, before, limit + 1)
    kept = timeline.cut_newest(found[-limit:])
    return kept, len(kept) < len(found)


async def _newest(room: LiveRoom, before: int, limit: int) -> list[bytes]:
    while True:
        recent = room.recent
        head, first = recent.head, min(recent.first, before)
        here = recent.shown(before, limit)
        if len(here) == limit or first == 1:
            return here
        older = await in_history_thread(timeline.shown_before, room.id, first, limit - len(here))
        if recent.head == head:
            return timeline.bodies_of(older) + here
        if recent.covers(head):
            later = map(decode, recent.bodies(head, recent.head))
            return _brought_forward([*older, *map(decode, here)], list(later), before)[-limit:]


def _brought_forward(messages: list[WireEvent], later: list[WireEvent], before: int) -> list[bytes]:
    """`messages` with what came in since they were read."""
    new = [event for event in later if event.kind == MESSAGE and event.seq < before]
    return timeline.bodies_of(fold.as_now([*messages, *new], later))
