"""Hands events to a projection, and sets aside those that it fails on. Blocks."""

import logging
from collections.abc import Sequence

from pymongo.errors import PyMongoError

from chat.projections import set_aside
from chat.projections.registry import Projection, StoredEvent
from chat.protocol.errors import Code, Refused
from chatsite.mongo.errors import cause_of, is_away

logger = logging.getLogger(__name__)

PASSING = ("RetryableWriteError", "TransientTransactionError")  # labels of errors that pass by themselves


def handle(projection: Projection, events: Sequence[StoredEvent]) -> None:
    """Raises only what concerns all events: that MongoDB is away."""
    if not events:
        return
    try:
        projection.handle(events)
    except Exception as error:
        if passes(error):
            raise
        for event in events:
            _handle_alone(projection, event)


def _handle_alone(projection: Projection, event: StoredEvent) -> bool:
    try:
        projection.handle([event])
    except Exception as error:
        if passes(error):
            raise
        where = f"{event.room}/{event.seq}"
        logger.error("projection %s set event %s aside: %r", projection.name, where, error, exc_info=error)
        set_aside.keep(projection, event, error)
        return False
    return True


def retry(projection: Projection) -> tuple[int, int]:
    """Handles again what was set aside; how many now worked, and how many did not."""
    worked = failed = 0
    for event in set_aside.of(projection):
        if _handle_alone(projection, event):
            set_aside.forget(projection, event)
            worked += 1
        else:
            failed += 1
    return worked, failed


def passes(error: Exception) -> bool:
    """Will the same events be handled when the database answers again?"""
    if isinstance(error, Refused):
        return error.code is Code.UNAVAILABLE
    cause = cause_of(error)
    labelled = isinstance(cause, PyMongoError) and any(map(cause.has_error_label, PASSING))
    return labelled or is_away(error)
