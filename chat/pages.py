"""Pages of a room's log as answers to join and history, from memory where it reaches."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from chat import queries
from chat.events import encode
from chat.live import LiveRoom
from chat.person import Person
from chat.pool import in_thread


@dataclass(slots=True)
class Page:
    """`fields` and the JSON of the `events`; `more`: there are further pages in the asked direction."""

    fields: dict[str, Any]
    events: list[bytes]
    more: bool

    def body(self, frame_id: str | None) -> bytes:
        """The frame. The events are JSON already and go in as they are."""
        fields = self.fields if frame_id is None else {**self.fields, "id": frame_id}
        return encode(fields)[:-1] + b',"events":[' + b",".join(self.events) + b"]}"


async def joined(room: LiveRoom, person: Person, since: int | None, epoch: str | None) -> Page:
    """What follows `since`, or the newest page. When nothing more follows, the room's head is in it:
    who enters the room in the same turn of the loop misses nothing."""
    read = await _marker(room, person)
    await _be_sure(room, shown=since or 0)
    fields: dict[str, Any] = {"type": "joined", "room": room.id, "epoch": room.state.epoch}
    reset = since is not None and (since > room.head or epoch not in (None, room.state.epoch))
    if reset:
        fields["reset"] = True
    if since is None or reset:
        page, more = _newest(room), False
    else:
        page, more = await _following(room, since)
    if more:
        fields["more"] = True
    return Page({**fields, "head": room.head, "read": min(read, room.head)}, page, more)


async def history(room: LiveRoom, before: int | None, limit: int | None) -> Page:
    """The page of at most `limit` events below `before`; None: below all that there will be."""
    if before is None or before > room.head:
        await _be_sure(room)
    used = before if before is not None else room.head + 1
    end = min(used, room.head + 1)  # the page ends below this
    start = max(1, end - min(limit or settings.WICK_PAGE, settings.WICK_PAGE))
    if room.ring.covers(start - 1):
        events = room.ring.bodies(start - 1, end - 1)
    else:
        found = await in_thread(queries.events_before, room.id, end, end - start)
        events = queries.bodies_of(found)
    kept = queries.cut_newest(events)
    more = end - len(kept) > 1
    fields = {"type": "history", "room": room.id, "before": used, "more": more}
    return Page(fields, kept, more)


def _newest(room: LiveRoom) -> list[bytes]:
    after = max(room.ring.first - 1, room.head - settings.WICK_PAGE)
    return queries.cut_newest(room.ring.bodies(after, room.head))


async def _following(room: LiveRoom, since: int) -> tuple[list[bytes], bool]:
    """The events beyond `since`, and whether there are more than these."""
    limit = settings.WICK_PAGE
    if room.ring.covers(since):
        events = room.ring.bodies(since, min(room.head, since + limit))
    else:
        events = queries.bodies_of(await in_thread(queries.events_after, room.id, since, limit))
    kept = queries.cut_oldest(events)
    return kept, since + len(kept) < room.head


async def _marker(room: LiveRoom, person: Person) -> int:
    if person.id not in room.markers or not room.hub.relay.healthy:
        # By the rule that it never goes back: it may move while it is looked up.
        room.read_upto(person.id, await room.kept_markers.get(person.uuid) or 0)
    return room.markers[person.id]


async def _be_sure(room: LiveRoom, *, shown: int = 0) -> None:
    """Where other processes write to the same rooms, what they acked may be on its way still. And before a
    seq that somebody was `shown` is called wrong, even a lone process looks."""
    if not room.hub.relay.alone or shown > room.head:
        await room.hub.watch.be_sure(room.id)
