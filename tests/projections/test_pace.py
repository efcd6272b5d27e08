"""A projection that is behind leaves the time to those who are served."""

import pytest

from chat.projections.pace import Pace, serving_time


class Clocks:
    def __init__(self) -> None:
        self.now = self.served = 100.0
        self.pace = Pace(served=lambda: self.served, now=lambda: self.now)

    def work(self, seconds: float, served: float) -> None:
        """A batch takes so long, in which the main thread uses `served` seconds of CPU."""
        self.now += seconds
        self.served += served


@pytest.mark.parametrize(("served", "rest"), [(0.4, 2.0), (0.1, 0.0)])
def test_it_rests_four_times_as_long_as_it_worked_where_people_are_served_and_only_there(
    served: float, rest: float
) -> None:
    clocks = Clocks()
    clocks.work(0.5, served)
    assert clocks.pace.rest() == rest


def test_each_batch_is_judged_by_itself() -> None:
    clocks = Clocks()
    clocks.work(0.5, served=0.5)
    clocks.pace.begin()
    clocks.work(0.5, served=0.0)
    assert clocks.pace.rest() == 0.0


def test_what_the_main_thread_does_counts_as_serving() -> None:
    before = serving_time()
    while serving_time() == before:  # this is the main thread
        sum(range(1000))
    assert serving_time() > before
