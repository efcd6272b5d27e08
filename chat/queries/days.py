"""Where a day begins in a room's log. Blocks; see chat.storage.executor.

There is no index of a room's events by time, which each message would pay for. Their times follow their
numbers but for the clocks of instances, so the place is sought by dividing, into many parts at once, as each
look is a command. The message that is found may be off by what the clocks differ.
"""

from datetime import datetime

from chat.queries import timeline
from chat.storage import event_log

PARTS = 64  # into which a range is divided by one command: four for a million events
LOOKED_AT = 20  # messages of which the first that stands is wanted


def message_from(room: str, moment: datetime) -> int | None:
    """The first message from a moment on that is not deleted, or else the first one; the newest one where
    there is none so late. None: there is no message."""
    begin = _seq_from(room, moment)
    found = event_log.messages_from(room, begin, LOOKED_AT) or event_log.shown_before(room, begin, 1)
    seqs = [document["seq"] for document in found]
    now = timeline.messages_at(room, seqs)
    standing = [seq for seq in seqs if seq in now and not now[seq].is_deleted]
    return next(iter([*standing, *seqs]), None)


def _seq_from(room: str, moment: datetime) -> int:
    """The first event from a moment on; one beyond the head where there is none."""
    below, above = 0, event_log.head(room) + 1  # it is beyond the one, and not beyond the other
    while above - below > 1:
        step = max(1, (above - below) // PARTS)
        probes = range(below + step, above, step)
        times = event_log.times_of(room, probes)
        late = next((seq for seq in probes if seq in times and times[seq] >= moment), None)
        below, above = (probes[-1], above) if late is None else (late - step, late)
    return above
