"""The files of messages, claimed before these are stored: a file is the first message's that claims it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from pymongo.errors import PyMongoError

from chat.events.pending import PendingEvent
from chat.protocol.errors import Code, not_found, unavailable
from chat.realtime.outcomes import refuse_open
from chat.storage import attached_files
from chat.storage.attached_files import FileClaim
from chat.storage.executor import in_log_thread

NOT_THERE = _("One of the files is not available. It may have expired: attach it again.")


async def claim_files(room: str, batch: Iterable[PendingEvent]) -> None:
    """Gives each message of the batch the files that it asks for. One that cannot have them may not pass,
    unless it is in the log already."""
    for pending in batch:
        if not pending.event.claims or pending.barred is not None:
            continue
        try:
            files = await in_log_thread(attached_files.claim, room, _claim(pending))
        except PyMongoError:
            refuse_open([pending], unavailable())
            continue
        if files is None:
            pending.barred = not_found(NOT_THERE)
        else:
            pending.event.attach(files)
            pending.holds_files = True


async def release_files(room: str, batch: Iterable[PendingEvent]) -> None:
    """Frees the files of what was refused, and lets that be known. What may have been stored all the same
    keeps them."""
    refused = [pending for pending in batch if pending.holds_files and pending.refusal is not None]
    if not refused:
        return
    claims = [_claim(pending) for pending in refused if _is_final(pending)]
    try:
        await in_log_thread(attached_files.release, room, claims)
    except PyMongoError:
        pass  # a claim without an event lapses
    finally:
        for pending in refused:
            pending.files_released()


def _is_final(pending: PendingEvent) -> bool:
    return pending.refusal is not None and pending.refusal.code != Code.UNAVAILABLE


def _claim(pending: PendingEvent) -> FileClaim:
    return FileClaim(pending.id, pending.actor.key, tuple(pending.event.claims))
