"""Pages of a room's log as answers to join and history, from memory where it reaches."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from chat.actors.actor import Actor
from chat.events.base import encode
from chat.events.lean import lean, lean_page
from chat.protocol.client_frames import History, Join
from chat.protocol.fields import BIGGEST
from chat.queries import timeline
from chat.realtime.opening import look_up
from chat.realtime.room import LiveRoom
from chat.realtime.shown_messages import shown_before
from chat.storage.executor import in_history_thread

SHOWN = 50  # messages that a client gets to open a room with


@dataclass(slots=True)
class TimelinePage:
    """`fields` and the JSON of the `events`; `more`: there are further pages in the asked direction. `root`:
    the JSON of the first message of a thread."""

    fields: dict[str, Any]
    events: list[bytes]
    more: bool
    root: bytes | None = None

    def body(self, frame_id: str | None, *, is_lean: bool) -> bytes:
        """The frame. The events are JSON already and go in as they are, or in their lean form."""
        fields = self.fields if frame_id is None else {**self.fields, "id": frame_id}
        events = lean_page(self.events) if is_lean else b",".join(self.events)
        body = encode(fields)[:-1] + b',"events":[' + events + b"]"
        if self.root is not None:
            body += b',"root":' + (lean(self.root) if is_lean else self.root)
        return body + b"}"


async def joined(room: LiveRoom, actor: Actor, frame: Join) -> TimelinePage:
    """What follows `since`, or the newest page. When nothing more follows, the room's head is in it:
    who enters the room in the same turn of the loop misses nothing."""
    read = await _marker(room, actor)
    opening = await look_up(room, actor, read) if frame.info else None
    if opening is None or (frame.since or 0) > room.head:
        await ensure_current(room, shown=frame.since or 0)
    fields: dict[str, Any] = {"type": "joined", "room": room.id, "epoch": room.state.epoch}
    known = frame.since is not None and frame.since <= room.head and frame.epoch in (None, room.state.epoch)
    found = await _following(room, frame.since) if frame.since is not None and known else None
    if frame.since is not None and found is None:
        fields["reset"] = True
    page, more = found or (await _newest(room, shown=bool(frame.shown) and frame.since is None), False)
    if more:
        fields["more"] = True
    read = min(read, room.head)
    about = opening.fields(room, actor, read) if opening else {}
    return TimelinePage({**fields, "head": room.head, "read": read, **about}, page, more)


async def history(room: LiveRoom, frame: History) -> TimelinePage:
    """The page of at most `limit` events below `before`; None: below all that there will be."""
    if frame.before is None or frame.before > room.head:
        await ensure_current(room)
    used = frame.before if frame.before is not None else room.head + 1
    end = min(used, room.head + 1)  # the page ends below this
    limit = min(frame.limit or settings.WICK_PAGE, settings.WICK_PAGE)
    kept, more = await (shown_before if frame.shown else _before)(room, end, limit)
    fields = {"type": "history", "room": room.id, "before": used, "more": more}
    return TimelinePage(fields, kept, more)


async def _before(room: LiveRoom, end: int, limit: int) -> tuple[list[bytes], bool]:
    """The newest `limit` events below `end`, and whether there are older ones."""
    start = max(1, end - limit)
    if room.recent.covers(start - 1):
        events = room.recent.bodies(start - 1, end - 1)
    else:
        found = await in_history_thread(timeline.events_before, room.id, end, end - start)
        events = timeline.bodies_of(found)
    kept = timeline.cut_newest(events)
    return kept, end - len(kept) > 1


async def _newest(room: LiveRoom, *, shown: bool) -> list[bytes]:
    """The newest events, up to the head at the return; `shown`: the newest messages."""
    events = await room.newest_page.bodies()
    if not shown:
        return timeline.cut_newest(events)
    messages, _more = await shown_before(room, BIGGEST, min(SHOWN, settings.WICK_PAGE))
    return messages


async def _following(room: LiveRoom, since: int) -> tuple[list[bytes], bool] | None:
    """The events beyond `since`, and whether there are more than these. None: the log has a gap there."""
    limit = settings.WICK_PAGE
    if room.recent.covers(since):
        events = room.recent.bodies(since, min(room.head, since + limit))
    else:
        found = await in_history_thread(timeline.events_after, room.id, since, limit)
        whole = range(since + 1, since + 1 + max(len(found), min(limit, room.head - since)))
        if [event.seq for event in found] != list(whole):
            return None
        events = timeline.bodies_of(found)
    kept = timeline.cut_oldest(events)
    return kept, since + len(kept) < room.head


async def _marker(room: LiveRoom, actor: Actor) -> int:
    if actor.id not in room.markers or not room.hub.bus.healthy:
        before = room.markers.get(actor.id)
        stored = await room.kept_markers.get(actor.uuid) or 0
        if room.markers.get(actor.id) == before:  # or it was moved while it was looked up
            room.read_upto(actor.id, stored, back=True)
    return room.markers[actor.id]


async def ensure_current(room: LiveRoom, *, shown: int = 0) -> None:
    """Where other processes write to the same rooms, what they acked may be on its way still. And before a
    seq that somebody was `shown` is called wrong, even a single process looks."""
    if not room.hub.bus.single_process or shown > room.head:
        await room.hub.reconciler.ensure_current(room.id)
