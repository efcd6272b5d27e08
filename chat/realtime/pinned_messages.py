"""The pinned messages of a room, as a client gets them."""

from chat.queries import timeline
from chat.realtime.room import LiveRoom
from chat.realtime.timeline_pages import TimelinePage


async def pinned_messages(room: LiveRoom) -> TimelinePage:
    """The pinned messages as they are now, the last pinned first: as many as fit into a page.

    What was pinned or unpinned above the `head` of the answer may be in it already. A client that applies
    these events to it comes to the same list.
    """
    head = room.head
    seqs = await room.pinned.seqs()
    messages = await room.messages(seqs)
    bodies = timeline.bodies_of(messages[seq] for seq in seqs if seq in messages)
    fields = {"type": "pins", "room": room.id, "head": head}
    return TimelinePage(fields, timeline.cut_oldest(bodies), more=False)
