"""Slow mode: how long somebody has to wait for their next message, by when the log has their last one."""

from datetime import UTC, datetime, timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from chat.events.pending import PendingEvent
from chat.protocol.errors import Code, Refused
from chat.storage import event_log
from chat.storage.executor import in_log_thread
from chat.text.durations import lazy_duration, rounded_up
from chatsite.languages import filled

SOONEST = 0.05  # seconds


async def too_early(room: str, pending: PendingEvent) -> Refused | None:
    """The refusal of a message that comes before its author's next one may. Deleted messages count too."""
    now = datetime.now(UTC)
    every = timedelta(seconds=pending.slow)
    last = await in_log_thread(event_log.last_message, room, pending.actor.key, now - every)
    if last is None:
        return None
    left = max(SOONEST, ceil((last + every - now).total_seconds() * 100) / 100)
    text = _("Slow mode: one message every %(every)s. %(left)s left.")
    shown = filled(text, every=lazy_duration(pending.slow), left=lazy_duration(rounded_up(left)))
    return Refused(Code.RATE_LIMITED, shown, retry_after=left)
