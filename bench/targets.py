"""The figures to reach (README and docs), and whether a run reached them."""

from collections.abc import Callable
from typing import NamedTuple

from bench.crowd import MEASURE as CROWD
from bench.load.job import Result
from bench.measure.numbers import Spread
from bench.page_load import PAGE_LOAD
from bench.results import Results
from bench.searching import MEASURE as SEARCH
from bench.switching import SWITCHING

Value = Callable[[Result], float]
BYTES = (
    "80 characters"  # the measures of what a message takes on the wire, and the forms that clients ask for
)
LEAN, DEFLATED = "lean", "lean and compressed"


def cpu_per_delivery(result: Result) -> float:
    """Microseconds of the server's CPU for one event on one socket."""
    return result.cpu * 1e6 / result.delivered if result.delivered else 0.0


def cpu_per_message(result: Result) -> float:
    """Microseconds of the server's CPU for one message posted."""
    return result.cpu * 1e6 / result.posted if result.posted else 0.0


def cpu_per_connect(result: Result) -> float:
    """Milliseconds of the server's CPU for one socket connected and in its room."""
    return result.connect_cpu * 1e3 / result.connects if result.connects else 0.0


def deliveries(result: Result) -> float:
    """Events a second, over all sockets."""
    return result.delivered / result.seconds if result.seconds else 0.0


def appends(result: Result) -> float:
    """Messages stored a second."""
    return result.posted / result.seconds if result.seconds else 0.0


def memory(result: Result) -> float:
    """Kilobytes of the server for one idle socket."""
    return result.memory / 1000


def frame(result: Result) -> float:
    """Bytes that a socket received for one event."""
    return result.frame


def load(result: Result) -> float:
    """The server's CPU, as a share of one core."""
    return result.cpu / result.seconds if result.seconds else 0.0


def losses(result: Result) -> float:
    return float(result.lost + result.doubled + result.disordered)


class Target(NamedTuple):
    """One line of the table: `value` of Wick in `measure`, or its ratio to `peer`'s, and the bound.

    `at_most` says which side of `bound` is good. `also` must hold too; `unless` is said where it does not.
    """

    title: str
    measure: str
    value: Value
    bound: float
    unit: str
    at_most: bool = True
    peer: str | None = None
    also: Callable[[Result], bool] = lambda result: True
    unless: str = ""
    ours: str = "wick"


class TargetOutcome(NamedTuple):
    """What came out of a target; `figure` is the ratio where there is a peer. None: not measured."""

    target: Target
    ours: Spread | None
    theirs: Spread | None
    figure: float | None
    reached: bool | None
    why: str = ""


TARGETS = [
    Target(
        "CPU per delivery, 4 messages in flight, stored in order first, against Node that stores nothing",
        "fan-out, 4 in flight", cpu_per_delivery, 0.5, "µs", peer="node",
    ),
    Target(
        "CPU per delivery, saturated (64 in flight), against the same",
        "fan-out, 64 in flight", cpu_per_delivery, 0.15, "µs", peer="node",
    ),
    Target(
        "Deliveries a second, saturated, p99 within 250 ms, against the same",
        "fan-out, 64 in flight", deliveries, 5.0, "/s", at_most=False, peer="node",
        also=lambda result: result.p99 <= 250, unless="p99 above 250 ms",
    ),
    Target(
        "Bytes of a delivered message of 80 characters, lean",
        f"{BYTES}, 4 in flight", frame, 250.0, "B", ours=LEAN,
    ),
    Target(
        "The same, compressed too",
        f"{BYTES}, 4 in flight", frame, 100.0, "B", ours=DEFLATED,
    ),
    Target(
        "CPU per delivery of these, compressed, saturated, against Node that compresses nothing",
        f"{BYTES}, 64 in flight", cpu_per_delivery, 1.0, "µs", peer="node", ours=DEFLATED,
    ),
    Target("CPU per authenticated connect with resume", "connect and resume", cpu_per_connect, 0.7, "ms"),
    Target("Memory per idle socket", "idle sockets", memory, 25.0, "KB"),
    Target(
        "Durable appends a second, one room, 64 senders, against one `insertOne` each from the Node driver",
        "appends on three nodes", appends, 10.0, "/s", at_most=False, peer="node-stored",
    ),
    Target(
        "The same on a replica set of one",
        "appends", appends, 8.0, "/s", at_most=False, peer="node-stored",
    ),
    Target(
        "CPU per message in small rooms (50 of 10), stored and acked, against Node with `insertOne`",
        "small rooms", cpu_per_message, 1.0, "µs", peer="node-stored",
    ),
    Target(
        "A search for one word among a million messages, p95 in the database",
        SEARCH, lambda result: result.figures["word p95 ms"], 50.0, "ms",
    ),
    Target(
        "A search for words and filters among them",
        SEARCH, lambda result: result.figures["filters p95 ms"], 150.0, "ms",
    ),
    Target(
        "All that a search reads, made again from a million messages",
        SEARCH, lambda result: result.figures["build s"], 600.0, "s",
    ),
    Target(
        "CPU to open another room over the socket, with 200 rooms",
        SWITCHING, lambda result: result.figures["switch CPU ms"], 1.0, "ms",
    ),
    Target(
        "CPU of a room's page, with 200 rooms",
        SWITCHING, lambda result: result.figures["page CPU ms"], 25.0, "ms",
    ),
    Target(
        "Requests of a first visit to a room", PAGE_LOAD, lambda result: result.figures["requests"], 20.0, ""
    ),
    Target("Its kilobytes", PAGE_LOAD, lambda result: result.figures["KB"], 100.0, "KB"),
    Target(
        "A phone (CPU 4 times slower, 1.6 Mbit/s) can be read on after",
        PAGE_LOAD, lambda result: result.figures["phone readable"], 1200.0, "ms",
    ),
    Target("And is live after", PAGE_LOAD, lambda result: result.figures["phone live"], 2000.0, "ms"),
    Target(
        "Another room is on the screen after", PAGE_LOAD, lambda result: result.figures["switch"], 100.0, "ms"
    ),
    Target(
        "10,000 sockets, three instances behind Nginx, 20 rooms, 20 messages a second: none lost, p99",
        CROWD, lambda result: result.p99, 250.0, "ms",
        also=lambda result: losses(result) == 0 and not result.dropped and not result.why,
        unless="not everybody got everything",
    ),
]  # fmt: skip


def outcomes(results: Results) -> list[TargetOutcome]:
    return [_outcome(results, target) for target in TARGETS]


def _outcome(results: Results, target: Target) -> TargetOutcome:
    ours = results.of(target.measure, target.ours, target.value)
    theirs = results.of(target.measure, target.peer, target.value) if target.peer else None
    if ours is None or (target.peer and (theirs is None or not theirs.middle)):
        return TargetOutcome(target, ours, theirs, None, None)
    figure = ours.middle / theirs.middle if theirs else ours.middle
    within = figure <= target.bound if target.at_most else figure >= target.bound
    rounds = results.measures[target.measure][target.ours]
    also = all(map(target.also, rounds))
    return TargetOutcome(target, ours, theirs, figure, within and also, "" if also else target.unless)
