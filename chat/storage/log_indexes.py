"""Indexes of the log that only an older version reads: every event is written to them in vain. Blocks."""

from chat.storage import event_log

OUTDATED = frozenset(("event_by_kind", "event_by_author", "event_messages"))


def drop_outdated() -> None:
    """Drops those that are there."""
    events = event_log.collection()
    for name in OUTDATED & set(events.index_information()):
        events.drop_index(name)
