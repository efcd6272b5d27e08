"""A projection that is behind leaves the time to those who are served."""

from chat.projections.pace import Pace, serving_time


class Clocks:
    def __init__(self) -> None:
        self.now = self.served = 100.0


def pace_of(clocks: Clocks) -> Pace:
    return Pace(served=lambda: clocks.served, now=lambda: clocks.now)


def test_beside_people_who_are_served_it_rests_four_times_as_long_as_it_worked() -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.now += 0.5
    clocks.served += 0.4
    assert pace.rest() == 2.0


def test_where_nobody_is_served_it_does_not_rest() -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.now += 0.5
    clocks.served += 0.1
    assert pace.rest() == 0.0


def test_each_batch_is_judged_by_itself() -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.now += 0.5
    clocks.served += 0.5
    pace.begin()
    clocks.now += 0.5
    assert pace.rest() == 0.0


def test_what_the_main_thread_does_counts_as_serving() -> None:
    before = serving_time()
    while serving_time() == before:  # this is the main thread
        sum(range(1000))
    assert serving_time() > before
