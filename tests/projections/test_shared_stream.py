"""The projections of a process read the log by one change stream, and each gets what is of its kinds."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chat.projections import shared_stream
from chat.projections.change_stream import Batch, Changes, is_before
from chat.projections.registry import Projection, StoredEvent
from chat.projections.shared_stream import Feed, FellBehind, SharedStream
from chat.storage import event_log
from tests.polling import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def nothing(events: Any) -> None:
    """For a projection whose events the test takes itself."""


MESSAGES = Projection("messages", nothing, kinds=("message",))
CHANGES = Projection("changes", nothing, kinds=("edit", "delete"))


@pytest.fixture
def shared() -> SharedStream:
    return SharedStream([MESSAGES, CHANGES])


@pytest.fixture
def place() -> Any:
    """A place in the stream: everything that the test stores comes after it."""
    with Changes(None, None) as changes:
        return changes.take().token


class Room:
    """Stores events in a room of the test's own."""

    def __init__(self) -> None:
        self.id, self.seq = f"shared-{uuid.uuid4().hex[:8]}", 0

    def store(self, *kinds: str) -> None:
        documents = []
        for kind in kinds:
            self.seq += 1
            documents.append(
                {
                    "_id": f"{self.id}/{self.seq}",
                    "room": self.id,
                    "seq": self.seq,
                    "kind": kind,
                    "author": uuid.UUID(int=1).hex,
                    "at": datetime.now(UTC),
                }
            )
        event_log.collection().insert_many(documents)

    def take(self, feed: Feed, count: int) -> list[int]:
        """The next events of this room; those of other tests that run beside this one are passed over."""
        seqs: list[int] = []
        while len(seqs) < count:
            seqs += [event.seq for event in feed.take().events if event.room == self.id]
        return seqs


@pytest.fixture
def stored() -> Iterator[Room]:
    room = Room()
    yield room
    event_log.collection().delete_many({"room": room.id})


def threads() -> int:
    return sum(thread.name == "change-stream" for thread in threading.enumerate())


def test_each_gets_what_is_of_its_kinds(shared: SharedStream, place: Any, stored: Room) -> None:
    messages, _ = shared.join(MESSAGES.kinds, place)
    changes, _ = shared.join(CHANGES.kinds, place)
    stored.store("message", "edit", "message", "delete")
    assert stored.take(messages, 2) == [1, 3]
    assert stored.take(changes, 2) == [2, 4]
    for feed in (messages, changes):
        shared.leave(feed)


def test_all_of_them_are_read_once(shared: SharedStream, place: Any, stored: Room) -> None:
    wait_until(lambda: threads() == 0, what="the threads of other tests to end")
    feeds = [shared.join(MESSAGES.kinds, place)[0] for _ in range(3)]
    stored.store("message")
    assert [stored.take(feed, 1) for feed in feeds] == [[1]] * 3
    assert threads() == 1
    for feed in feeds:
        shared.leave(feed)
    wait_until(lambda: threads() == 0, what="the thread to end")


def test_who_joins_later_is_told_where_its_part_begins(
    shared: SharedStream, place: Any, stored: Room
) -> None:
    first, begins = shared.join(MESSAGES.kinds, place)
    assert begins == place
    stored.store("message", "message")
    assert stored.take(first, 2) == [1, 2]
    second, begins = shared.join(MESSAGES.kinds, place)
    assert is_before(place, begins)
    with Changes(MESSAGES.kinds, place) as own:  # what the second one reads by itself meanwhile
        batch, seqs = own.take(), []
        while is_before(batch.token, begins):
            seqs += [event.seq for event in batch.events if event.room == stored.id]
            batch = own.take()
        seqs += [event.seq for event in batch.events if event.room == stored.id]
    stored.store("message")
    seqs += stored.take(second, 1)
    assert sorted(set(seqs)) == [1, 2, 3]
    for feed in (first, second):
        shared.leave(feed)


def test_one_that_falls_behind_holds_up_nobody(
    shared: SharedStream, place: Any, stored: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_stream, "AHEAD", 1)
    slow, _ = shared.join(MESSAGES.kinds, place)
    quick, _ = shared.join(MESSAGES.kinds, place)
    for seq in range(1, 4):
        stored.store("message")
        assert stored.take(quick, 1) == [seq]
    with pytest.raises(FellBehind):
        stored.take(slow, 3)
    stored.store("message")
    assert stored.take(quick, 1) == [4]
    shared.leave(quick)


def test_a_stream_that_fails_is_told_to_all_and_begun_again(
    shared: SharedStream, place: Any, stored: Room
) -> None:
    nowhere = {"_data": "nonsense"}
    feeds = [shared.join(MESSAGES.kinds, nowhere)[0], shared.join(MESSAGES.kinds, nowhere)[0]]
    for feed in feeds:
        with pytest.raises(Exception, match="hex"):
            feed.take()
    again, begins = shared.join(MESSAGES.kinds, place)
    assert begins == place
    stored.store("message")
    assert stored.take(again, 1) == [1]
    shared.leave(again)


def test_a_place_without_events_of_its_kinds_moves_on_too() -> None:
    feed = Feed(["message"])
    now = datetime.now(UTC)
    event = StoredEvent("room", 1, "reaction", "", now, {})
    feed.put(Batch([event], {"_data": "01"}, now))
    feed.put(Batch([event], {"_data": "02"}, now))
    assert feed.take() == Batch([], {"_data": "01"}, now)
    feed.put(Batch([event], {"_data": "03"}, now))
    assert feed.take() == Batch([], {"_data": "03"}, now)
