"""The newest events of a live room in memory."""

import gc
import json
import tracemalloc
from typing import Any

import pytest

from chat.events import fold
from chat.events.base import WireEvent, encode
from chat.realtime import recent_events
from chat.realtime.recent_events import BESIDE, MOST_BYTES, RecentEvents
from tests.unit.test_fold import delete, edit, message, react, restore


def recent(*events: WireEvent, most: int = 5) -> RecentEvents:
    made = RecentEvents(0, most=most)
    for event in events:
        made.add(event, encode(event))
    return made


def shown(recent: RecentEvents, after: int = 0) -> list[dict[str, Any]]:
    return [json.loads(body) for body in recent.bodies(after, recent.head)]


def test_an_empty_room_is_covered_from_its_beginning() -> None:
    empty = recent()
    assert (empty.head, empty.first, shown(empty)) == (0, 1, [])
    assert empty.covers(0)


def test_it_begins_with_what_the_log_had() -> None:
    begun = RecentEvents(8, most=5)
    begun.fill([message(7), message(8)])
    assert (begun.first, begun.head) == (7, 8)
    assert [event["seq"] for event in shown(begun, 6)] == [7, 8]
    assert begun.covers(6)
    assert not begun.covers(5)


def test_the_oldest_go_when_it_is_full() -> None:
    full = recent(*[message(seq) for seq in range(1, 8)])
    assert (full.first, full.head) == (3, 7)
    assert full.now(2) is None
    assert not full.covers(1)


def bytes_of(recent: RecentEvents) -> int:
    return sum(len(body) + BESIDE for body in recent.bodies(recent.first - 1, recent.head))


def test_what_it_takes_is_counted_whatever_happens_to_the_events() -> None:
    used = recent()
    for seq in range(1, 61, 3):
        for event in (message(seq, "x" * 9), edit(seq + 1, "y" * 300, seq), delete(seq + 2, seq)):
            used.add(event, encode(event))
            assert used.size == bytes_of(used)
    used.clear()
    assert used.size == 0


def test_the_oldest_go_when_it_takes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_events, "MOST_BYTES", 3000)
    used = recent(*[message(seq, "🙂" * 200) for seq in range(1, 5)], most=50)
    assert (used.first, used.is_full) == (4, True)
    assert used.size <= 3000
    used.add(message(5, "x" * 9000), encode(message(5, "x" * 9000)))
    assert used.first == 5


@pytest.mark.parametrize(("text", "count"), [("🙂" * 4000, 300), ("", 20_000)], ids=["long", "short"])
def test_it_takes_no_more_memory_than_it_says(text: str, count: int) -> None:
    recent(message(1, text))  # what is made once for all is made
    used = RecentEvents(10_000, most=10**6)
    tracemalloc.start()
    for seq in range(10_001, 10_001 + count):
        event = message(seq, text)
        used.add(event, encode(event))
    del event
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken <= used.size <= MOST_BYTES


def test_filling_puts_older_events_before_those_that_are_here() -> None:
    filled = recent(*[message(seq) for seq in range(1, 8)], edit(8, "better", 6), react(9, target=4))
    filled.clear()
    assert (filled.first, filled.head) == (10, 9)
    for event in (edit(10, "best", 6), delete(11, 7)):
        filled.add(event, encode(event))
    # Fetched while the two were on their way: one was seen, one not.
    seen = fold.fold(message(6), [edit(8, "better", 6), edit(10, "best", 6)])
    filled.fill([seen, message(7), edit(8, "better", 6), react(9, target=4)])
    assert filled.first == 7  # five at most are kept
    assert [event["seq"] for event in shown(filled, 6)] == [7, 8, 9, 10, 11]
    assert shown(filled, 6)[0]["deleted"]
    assert filled.size == bytes_of(filled)


def test_filling_leaves_out_what_does_not_follow() -> None:
    gapped = recent(*[message(seq) for seq in range(1, 4)])
    gapped.clear()
    gapped.fill([message(1), message(3)])
    assert (gapped.first, gapped.head) == (3, 3)
    gapped.fill([message(1)])
    assert gapped.first == 3


def test_the_edits_of_a_message_that_was_deleted_since_they_were_fetched_are_emptied() -> None:
    filled = recent(message(1), edit(2, "secret"))
    filled.clear()
    filled.add(delete(3), encode(delete(3)))
    filled.fill([message(1), edit(2, "secret")])
    assert b"secret" not in b"".join(filled.bodies(0, 3))


def test_a_restore_after_a_deletion_keeps_its_text_when_it_is_filled() -> None:
    filled = recent(message(1))
    filled.clear()
    for event in (delete(2), restore(3, "one")):
        filled.add(event, encode(event))
    filled.fill([message(1)])
    assert [event.get("text") for event in shown(filled)] == ["one", None, "one"]


def test_a_message_stands_as_it_is_now_with_its_rev() -> None:
    changed = recent(message(1), edit(2, "two"), react(3), message(4))
    first = shown(changed)[0]
    assert (first["text"], first["rev"], first["edited"], first["reactions"]) == (
        "two", 3, True, {"👍": ["ada"]},
    )  # fmt: skip
    assert [event["seq"] for event in shown(changed)] == [1, 2, 3, 4]


def test_bodies_of_before_a_change_are_not_given_again() -> None:
    changed = recent(message(1))
    assert shown(changed)[0]["text"] == "one"
    for event in (edit(2, "two"), delete(3)):
        changed.add(event, encode(event))
    assert shown(changed)[0]["text"] == ""


def test_of_a_deleted_message_no_text_is_kept() -> None:
    emptied = recent(message(1, "secret"), edit(2, "secret"), delete(3), restore(4, "secret"), delete(5))
    assert b"secret" not in b"".join(emptied.bodies(0, 5))
    assert not any(b"secret" in encode(emptied.now(seq)) for seq in range(1, 5))


def test_the_edits_of_a_message_that_has_left_are_emptied_too() -> None:
    left = recent(
        message(1), *[message(seq) for seq in range(2, 5)], edit(5, "secret"), message(6), delete(7)
    )
    assert left.now(1) is None
    assert b"secret" not in b"".join(left.bodies(left.first - 1, 7))


def test_the_event_that_was_given_stays_as_it_was() -> None:
    given = message(1)
    recent(given, edit(2, "two"))
    assert given == message(1)
