"""A watched room: what its events change in counts, in frames and in counts that are being looked up."""

import json
from typing import Any

from chat.actors.author import Author
from chat.events.activity import Counts
from chat.events.base import WireEvent
from chat.events.delete import Delete
from chat.events.message import Message
from chat.events.reaction import Reaction
from chat.realtime.watched_room import WatchedRoom

ME, OTHER = "me", Author("other", "other", "Other")


def message(seq: int, **fields: Any) -> Message:
    return Message(room="tea", seq=seq, id=f"{seq}", author=OTHER, at=f"at {seq}", text="hello", **fields)


def deletion(seq: int, target: int, **fields: Any) -> Delete:
    return Delete(room="tea", seq=seq, id=f"{seq}", author=OTHER, target=target, **fields)


def reaction(seq: int) -> Reaction:
    return Reaction(room="tea", seq=seq, id=f"{seq}", author=OTHER, target=1, emoji="👍", on=True)


def watched(head: int, *events: WireEvent) -> WatchedRoom:
    room = WatchedRoom("tea")
    room.begin(head)
    assert room.take(events)
    return room


def sent(room: WatchedRoom) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(room.frame().bodies[0])
    return frame


def test_a_frame_says_what_was_posted_and_deleted_since_the_one_before() -> None:
    room = watched(3, message(4, mentions=[ME]), reaction(5), deletion(6, 2, message_author="ann"))
    assert sent(room) == {
        **{"type": "activity", "room": "tea", "after": 3, "head": 6, "at": "at 4"},
        "new": [{"seq": 4, "author": "other", "for": [ME]}],
        "gone": [{"seq": 2, "author": "ann", "by": 6}],
    }
    assert room.take([reaction(7)])
    assert not room.is_due
    assert room.take([message(8)])
    assert (sent(room)["after"], room.sent) == (6, 8)


def test_more_than_a_hundred_changes_are_not_named() -> None:
    frame = sent(watched(0, *map(message, range(1, 102))))
    assert frame == {
        **{"type": "activity", "room": "tea", "after": 0, "head": 101, "at": "at 101", "more": True}
    }


def test_a_deletion_of_which_nobody_says_whose_message_it_was_makes_clients_ask() -> None:
    frame = sent(watched(3, deletion(4, 2)))
    assert (frame["after"], frame["head"]) == (4, 4)


def test_what_comes_before_the_head_is_known_is_taken_then() -> None:
    room = WatchedRoom("tea")
    assert room.take([message(5), message(6)])
    assert room.begin(4)
    assert (room.head, sent(room)["after"]) == (6, 4)


def test_repeats_are_passed_over_and_a_gap_is_noticed() -> None:
    room = watched(4, message(4), message(5))
    assert not room.take([message(7)])
    assert room.head == 5
    assert room.take([message(6), message(7)])
    assert [entry["seq"] for entry in sent(room)["new"]] == [5, 6, 7]


def test_counts_that_were_looked_up_are_brought_forward() -> None:
    room = watched(4, message(5), message(6, mentions=["*"]))
    sent(room)
    room.take([deletion(7, 5, message_author="other"), message(8)])
    counted = Counts(5, 1, 3, 0)
    assert room.brought_forward(counted, ME) == Counts(8, 1, 4, 1)
    assert room.brought_forward(counted, "other") == Counts(8, 1, 3, 0)
    assert room.brought_forward(Counts(9, 9), ME) == Counts(9, 9)


def test_counts_that_are_too_old_have_to_be_looked_up_again() -> None:
    room = watched(0, *map(message, range(1, 400)))
    assert room.brought_forward(Counts(10, 0, 10, 0), ME) is None
    room.skip_to(1000)
    assert room.brought_forward(Counts(900, 900), ME) is None
    assert room.brought_forward(Counts(1000, 1000), ME) == Counts(1000, 1000)


def test_a_hundred_stay_until_they_are_stated_again() -> None:
    room = watched(200, deletion(201, 150, message_author="other"))
    assert room.brought_forward(Counts(200, 0, 100, 3), ME) == Counts(201, 0, 100, 3)
