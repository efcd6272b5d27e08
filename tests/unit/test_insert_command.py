"""However large a batch of events is, it is stored in order up to what is in the way, and so answered."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from chat.storage import event_log, insert_command, log_appends
from chat.storage.log_appends import AppendOutcome, Clash

pytestmark = pytest.mark.usefixtures("transactional_db")

SMALL, LARGE = 10, insert_command.TEXT // 9


def batch(first: int, length: int, size: int = 10) -> list[dict[str, Any]]:
    """`size` messages from seq `first` on, whose text has `length` characters of four bytes each."""
    author = {"author": uuid.uuid4().hex, "author_username": "ada", "author_name": "Ada"}
    text, at = "👍" * length, datetime(2026, 11, 24, tzinfo=UTC)
    return [
        {
            "_id": str(uuid.uuid4()),
            "room": "tea",
            "seq": seq,
            "kind": "message",
            **author,
            "at": at,
            "text": text,
        }
        for seq in range(first, first + size)
    ]


@pytest.mark.parametrize("length", [SMALL, LARGE], ids=["small", "larger than a command"])
class TestBatch:
    def test_it_is_stored(self, length: int) -> None:
        assert log_appends.insert(batch(1, length)) == AppendOutcome(10)
        assert event_log.head("tea") == 10

    def test_it_ends_where_a_seq_is_taken(self, length: int) -> None:
        log_appends.insert(batch(4, SMALL, 1))
        assert log_appends.insert(batch(1, length)) == AppendOutcome(3, Clash.PLACE)
        assert event_log.head("tea") == 4

    def test_it_ends_where_an_id_is_known(self, length: int) -> None:
        known = batch(1, SMALL, 1)
        log_appends.insert(known)
        again = batch(2, length)
        again[6]["_id"] = known[0]["_id"]
        assert log_appends.insert(again) == AppendOutcome(6, Clash.ID)
        assert event_log.head("tea") == 7

    def test_events_of_several_rooms_do_not_stop_each_other(self, length: int) -> None:
        log_appends.insert(batch(1, SMALL, 1))
        first, second = batch(1, length, 1), batch(1, length, 9)
        for number, document in enumerate(second):
            document |= {"room": f"room-{number}", "seq": 1}
        found = log_appends.insert_apart([*first, *second])
        assert found == [AppendOutcome(0, Clash.PLACE), *[AppendOutcome(1)] * 9]
