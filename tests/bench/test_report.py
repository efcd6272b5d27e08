"""The report: ratios, medians and verdicts come out of the readings."""

import pytest

from bench import report
from bench.load.job import Result
from bench.measure.numbers import Spread, percentile, spread
from bench.results import Conditions, Results
from bench.targets import outcomes

FEW, MANY = "fan-out, 4 in flight", "fan-out, 64 in flight"


def results() -> Results:
    where = Conditions("2026-11-24 05:00 UTC", "abc1234", "a processor", 2, {"Python": "3.11"}, 3, False)
    return Results(where, {}, [])


def reading(cpu: float, delivered: int = 1_000_000, **more: float) -> Result:
    return Result(cpu=cpu, delivered=delivered, seconds=4.0, **more)  # type: ignore[arg-type]


def test_a_median_has_its_extremes_beside_it():
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert percentile([], 0.99) == 0.0
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0


@pytest.mark.parametrize(("cpu", "reached"), [(4.0, True), (6.0, False)])
def test_a_ratio_is_taken_of_medians(cpu: float, reached: bool):
    found = results()
    for ours, theirs in [(cpu, 10.0), (1.0, 12.0), (9.0, 8.0)]:
        found.add(FEW, "wick", reading(ours))
        found.add(FEW, "node", reading(theirs))

    outcome = outcomes(found)[0]

    assert outcome.figure == pytest.approx(cpu / 10.0)
    assert outcome.reached is reached


def test_many_deliveries_do_not_count_when_they_come_late():
    found = results()
    found.add(MANY, "node", reading(10.0, 100_000))
    found.add(MANY, "wick", reading(1.0, 1_000_000, p99=400.0))

    outcome = outcomes(found)[2]

    assert outcome.figure == pytest.approx(10.0)
    assert outcome.reached is False


def test_without_node_there_are_no_ratios_but_a_report():
    found = results()
    found.add(FEW, "wick", reading(5.0))
    found.notes.append("Node.js is not here.")

    text = report.text(found)

    assert "not measured" in text
    assert "Node.js is not here." in text
    assert "| **Wick** | 5 |" in text


def test_what_was_lost_stands_at_the_top():
    found = results()
    found.add(FEW, "wick", reading(5.0, lost=3))

    assert "Of 1,000,000 deliveries measured, 3 were lost and 0 doubled." in report.text(found)
