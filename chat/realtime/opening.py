"""What a client gets with `join` to open a room: the room's object, counted at its head, and its members."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from chat.actors.actor import Actor
from chat.events.activity import EVERYONE, MOST, Counts, count_change
from chat.events.documents import moment
from chat.events.kinds import decode
from chat.events.message import Message
from chat.events.shown import is_shown
from chat.protocol.fields import BIGGEST
from chat.queries import followed_threads
from chat.queries.counts import Place, counts
from chat.queries.room_info import RoomInfo, room_info
from chat.queries.room_objects import count_fields
from chat.realtime.room import LiveRoom
from chat.storage import event_log
from chat.storage.executor import in_thread


@dataclass(slots=True)
class RoomOpening:
    """What was found a moment ago."""

    info: RoomInfo
    counted: Counts
    at: str | None  # of the newest message, where it is beyond what memory holds

    def fields(self, room: LiveRoom, actor: Actor, read: int) -> dict[str, Any]:
        """The fields of `joined`, at the room's head."""
        count = self.counted
        if (count.head, count.read) != (room.head, read):
            now = _count_in_memory(room, actor, read, direct=self.info.is_direct)
            forward = _brought_forward(room, actor, count, self.info.is_direct)
            count = forward if now is None else now._replace(threads=forward.threads)
        at = _newest_in_memory(room) or self.at
        return {
            "info": {**self.info.room, **count_fields(count), "head": room.head, "at": at},
            "members": self.info.members,
            "drafts": self.info.drafts,
            "pins": room.pinned.known,
        }


async def look_up(room: LiveRoom, actor: Actor, read: int) -> RoomOpening:
    """Asks the database for what memory does not hold, and brings the room up to its head. `read`: how far
    somebody has read."""
    look = partial(room_info, actor, room.id)
    if room.hub.bus.single_process:
        info = await in_thread(look)
    else:
        info = await room.hub.reconciler.read(room.id, look, lambda found: found.head)
    at, read = None, min(read, room.head)
    counted = _count_in_memory(room, actor, read, direct=info.is_direct)
    if counted is None:
        place = Place(room.id, read, room.head, info.is_direct)
        counted = (await in_thread(counts, actor, [place]))[room.id]
    if info.followed:
        places = followed_threads.places(room.id, info.followed, counted.head)
        threads = await in_thread(followed_threads.thread_counts, actor, places)
        counted = counted._replace(threads=threads[room.id])
    if _newest_in_memory(room) is None and room.head:
        at = await in_thread(_newest_stored, room.id)
    await room.pinned.seqs()  # known from here on, and kept current
    return RoomOpening(info, counted, at)


def _count_in_memory(room: LiveRoom, actor: Actor, read: int, *, direct: bool) -> Counts | None:
    """None where memory is not enough: it ends above the marker, or does not say whom a message was for when
    it was posted."""
    recent = room.recent
    if not recent.covers(read):
        return None
    messages = [decode(body) for body in recent.bodies(read, recent.head) if is_shown(body)]
    unread = [each for each in messages if isinstance(each, Message) and _counts(each, actor)]
    if any(each.edited is True for each in unread):
        return None
    for_me = unread if direct else [each for each in unread if _is_for(each, actor)]
    return Counts(recent.head, read, min(len(unread), MOST), min(len(for_me), MOST))


def _counts(message: Message, actor: Actor) -> bool:
    return message.author.id != actor.id and not message.is_deleted


def _is_for(message: Message, actor: Actor) -> bool:
    mentions: list[str] = getattr(message, "mentions", None) or []
    return actor.id in mentions or EVERYONE in mentions


def _brought_forward(room: LiveRoom, actor: Actor, counted: Counts, direct: bool) -> Counts:
    """With what came in since."""
    recent = room.recent
    later = range(max(counted.head, recent.first - 1) + 1, recent.head + 1)
    changes = (count_change(event) for seq in later if (event := recent.now(seq)) is not None)
    return counted.after((change for change in changes if change is not None), actor.id, direct=direct)


def _newest_in_memory(room: LiveRoom) -> str | None:
    newest = room.recent.shown(BIGGEST, 1)
    return decode(newest[0]).at if newest else None


def _newest_stored(room_id: str) -> str | None:
    newest = event_log.shown_before(room_id, BIGGEST, 1)
    return moment(newest[0]["at"]) if newest else None
