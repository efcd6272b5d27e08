"""MongoDB's own count of writes to the log."""

import pytest

from chat.storage import event_log, log_writes


@pytest.mark.django_db
def test_it_changes_with_every_write_and_with_nothing_else() -> None:
    events = event_log.collection()
    before = log_writes.count()
    assert before
    events.find_one({"room": "nowhere"})
    assert log_writes.count() == before
    events.insert_one({"_id": "counted/1", "room": "counted", "seq": 1})
    written = log_writes.count()
    assert written != before
    events.delete_one({"_id": "counted/1"})
    assert log_writes.count() != written
