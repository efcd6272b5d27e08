"""Pages of a thread as answers to history: its replies, and its first message, as they are at the head."""

from django.conf import settings

from chat.actors.actor import Actor
from chat.events import fold
from chat.events.base import WireEvent
from chat.events.kinds import decode
from chat.events.message import Message
from chat.protocol.client_frames import History
from chat.protocol.errors import no_message
from chat.queries import timeline
from chat.queries.followed_threads import follows
from chat.realtime.room import LiveRoom
from chat.realtime.timeline_pages import TimelinePage, ensure_current
from chat.storage.executor import in_history_thread, in_thread


async def thread_history(room: LiveRoom, actor: Actor, frame: History) -> TimelinePage:
    """The page of at most `limit` messages of a thread below `before`. Raises Refused where there is no
    message that could have replies."""
    thread = frame.thread or 0
    await ensure_current(room)
    if thread not in await room.thread_roots([thread]):
        raise no_message()
    used = frame.before if frame.before is not None else room.head + 1
    limit = min(frame.limit or settings.WICK_PAGE, settings.WICK_PAGE)
    following = room.state.is_direct or await in_thread(follows, actor, room.id, thread)
    root, *found = timeline.bodies_of(await _as_at_head(room, thread, used, limit + 1))
    kept = timeline.cut_newest(found[-limit:])
    more = len(kept) < len(found)
    fields = {"type": "history", "room": room.id, "thread": thread, "before": used, "more": more}
    return TimelinePage({**fields, "following": following}, kept, more, root)


async def _as_at_head(room: LiveRoom, thread: int, before: int, limit: int) -> list[WireEvent]:
    """The first message, and the newest `limit` messages of the thread below `before`, oldest first."""
    while True:
        recent = room.recent
        head = recent.head
        found = await in_history_thread(timeline.thread_before, room.id, thread, before, limit)
        if not found or found[0].seq != thread:
            raise no_message()
        if recent.head == head:
            return found
        if recent.covers(head):
            later = [decode(body) for body in recent.bodies(head, recent.head)]
            new = [
                event for event in later if _is_reply(event, thread) and found[-1].seq < event.seq < before
            ]
            root, *replies = fold.as_now([*found, *new], later)
            return [root, *replies[-limit:]]


def _is_reply(event: WireEvent, thread: int) -> bool:
    return isinstance(event, Message) and event.root == thread
