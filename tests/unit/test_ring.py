"""The newest events of a live room in memory."""

import json
from typing import Any

import pytest

from chat.events import Event, encode
from chat.ring import Ring
from tests.unit.test_fold import delete, edit, message, react, restore


def ring(*events: Event, page: int = 3, most: int = 5) -> Ring:
    made = Ring([], 0, page=page, most=most)
    for event in events:
        made.add(event, encode(event))
    return made


def shown(ring: Ring, after: int = 0) -> list[dict[str, Any]]:
    return [json.loads(body) for body in ring.bodies(after, ring.head)]


def test_an_empty_room_is_covered_from_its_beginning() -> None:
    empty = ring()
    assert (empty.head, empty.first, shown(empty)) == (0, 1, [])
    assert empty.covers(0)


def test_it_begins_with_what_the_log_had() -> None:
    begun = Ring([message(7), message(8)], 8, page=3, most=5)
    assert (begun.first, begun.head) == (7, 8)
    assert [event["seq"] for event in shown(begun, 6)] == [7, 8]
    assert begun.covers(6)
    assert not begun.covers(5)


def test_the_oldest_go_when_it_is_full() -> None:
    full = ring(*[message(seq) for seq in range(1, 8)])
    assert (full.first, full.head) == (3, 7)
    assert full.now(2) is None
    assert not full.covers(1)


def test_it_never_holds_less_than_a_page() -> None:
    assert ring(*[message(seq) for seq in range(1, 8)], page=4, most=1).first == 4


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ring, "BYTES", 100)


@pytest.mark.usefixtures("small")
def test_long_texts_leave_no_more_than_a_page() -> None:
    assert ring(*[message(seq, "x" * 90) for seq in range(1, 6)]).first == 3


@pytest.mark.usefixtures("small")
def test_texts_that_grew_by_edits_count() -> None:
    assert ring(*[message(seq) for seq in range(1, 5)], edit(5, "x" * 30)).first == 2


@pytest.mark.usefixtures("small")
def test_texts_that_were_deleted_do_not_count() -> None:
    kept = ring(message(1, "x" * 40), edit(2, "y" * 40), delete(3), message(4, "z" * 8), message(5))
    assert kept.first == 1


@pytest.mark.usefixtures("small")
def test_what_left_does_not_count_whatever_happened_to_it() -> None:
    """Messages that grew, shrank and left have to leave the measure as they found it."""
    used = ring()
    for seq in range(1, 61, 3):
        for event in (message(seq, "x" * 9), edit(seq + 1, "y" * 30, seq), delete(seq + 2, seq)):
            used.add(event, encode(event))
    for seq in range(61, 66):
        used.add(message(seq, "x" * 9), b"{}")
    assert used.first == 61
    used.add(message(66, "x" * 60), b"{}")
    assert used.first == 64


def test_a_message_stands_as_it_is_now_with_its_rev() -> None:
    changed = ring(message(1), edit(2, "two"), react(3), message(4))
    first = shown(changed)[0]
    assert (first["text"], first["rev"], first["edited"], first["reactions"]) == (
        "two", 3, True, {"👍": ["ada"]},
    )  # fmt: skip
    assert [event["seq"] for event in shown(changed)] == [1, 2, 3, 4]


def test_bodies_of_before_a_change_are_not_given_again() -> None:
    changed = ring(message(1))
    assert shown(changed)[0]["text"] == "one"
    for event in (edit(2, "two"), delete(3)):
        changed.add(event, encode(event))
    assert shown(changed)[0]["text"] == ""


def test_of_a_deleted_message_no_words_are_remembered() -> None:
    emptied = ring(message(1, "secret"), edit(2, "secret"), delete(3), restore(4, "secret"), delete(5))
    assert b"secret" not in b"".join(emptied.bodies(0, 5))
    assert not any("secret" in (emptied.now(seq).text or "") for seq in range(1, 5))  # type: ignore[union-attr]


def test_the_edits_of_a_message_that_has_left_are_emptied_too() -> None:
    left = ring(message(1), *[message(seq) for seq in range(2, 5)], edit(5, "secret"), message(6), delete(7))
    assert left.now(1) is None
    assert b"secret" not in b"".join(left.bodies(left.first - 1, 7))


def test_the_event_that_was_given_stays_as_it_was() -> None:
    given = message(1)
    ring(given, edit(2, "two"))
    assert given == message(1)
