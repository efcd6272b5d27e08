"""The other processes, by what arrives from them."""

import pytest

from chat.realtime import peers
from chat.realtime.peers import BY_ROOM, Peers
from tests.unit.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(peers, "monotonic", clock)
    return clock


def test_a_process_of_this_version_that_falls_silent_is_noticed(clock: Clock) -> None:
    known = Peers()
    assert known.note("one")
    known.beat("one", 0, BY_ROOM)
    assert known.are_alive([0])
    clock.now += peers.DOUBTFUL + 0.1
    assert not known.are_alive([0])
    known.note("one")
    known.beat("one", 0, BY_ROOM)
    assert known.are_alive([0])


def test_a_process_whose_beats_come_by_one_server_of_two_is_noticed(clock: Clock) -> None:
    known = Peers()
    known.note("one")
    for shard in (0, 1):
        known.beat("one", shard, BY_ROOM)
    clock.now += peers.DOUBTFUL + 0.1
    known.beat("one", 0, BY_ROOM)
    assert known.are_alive([0])
    assert not known.are_alive([0, 1])


def test_the_version_before_is_recognised_and_not_waited_for(clock: Clock) -> None:
    known = Peers()
    known.note("before")
    known.beat("before", 0)
    assert known.any_on_all_rooms
    clock.now += peers.DOUBTFUL + 0.1
    assert known.are_alive([0])
    known.beat("before", 0, BY_ROOM)
    assert not known.any_on_all_rooms
    known.beat("before", 0, 0)
    assert known.any_on_all_rooms


def test_processes_that_have_ended_are_forgotten(clock: Clock) -> None:
    known = Peers()
    for n in range(1000):
        clock.now += 1.0
        known.note(f"process-{n}")
        known.beat(f"process-{n}", 0)
        known.drop_silent()
        assert len(known) <= peers.SILENT + 1
    clock.now += peers.SILENT + 1
    known.drop_silent()
    assert not known
    assert not known.any_on_all_rooms
