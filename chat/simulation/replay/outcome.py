"""What became of a replay: each message's fate, and all of them in numbers."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from chat.simulation.replay.corpus import CorpusLine

Numbers = dict[str, float]


@dataclass(slots=True)
class Fate:
    """Times in seconds of one clock: `due` when it was to be said, `acked` and `seen` when that came."""

    line: CorpusLine
    id: str
    due: float = 0.0
    sent: bool = False
    seq: int | None = None
    acked: float | None = None
    seen: float | None = None
    refused: str | None = None


@dataclass(slots=True)
class Seen:
    """What the listening socket got: at which seq each id came, and whether one followed on another."""

    seqs: dict[str, int] = field(default_factory=dict)
    events: int = 0
    breaks: int = 0
    twice: int = 0
    _last: int | None = None

    def add(self, event: dict[str, Any]) -> None:
        self.events += 1
        self.breaks += self._last is not None and event["seq"] != self._last + 1
        self.twice += event["id"] in self.seqs
        self._last = event["seq"]
        self.seqs[event["id"]] = event["seq"]


@dataclass(slots=True)
class ReplayOutcome:
    """`in_order`: the listener got the room's events one after the other, each message at the seq of its ack,
    and everyone's in the order in which they said them. Latencies in milliseconds, from when it was due."""

    day: str
    room: str
    people: int
    speed: float
    seconds: float
    messages: int
    sent: int
    acked: int
    refused: int
    seen: int
    lost: int
    twice: int
    in_order: bool
    retries: int
    reconnections: int
    ack_ms: Numbers
    seen_ms: Numbers

    @property
    def good(self) -> bool:
        return self.acked == self.messages == self.seen and self.in_order and not (self.lost or self.twice)

    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"good": self.good}

    def sentences(self) -> str:
        order = "in order" if self.in_order else "NOT IN ORDER"
        lines = [
            f"{self.messages:,} messages of {self.people:,} people in “{self.room}”: {self.day} at "
            f"{self.speed:g} times its pace, in {self.seconds:,.0f} s",
            f"sent {self.sent:,}, acked {self.acked:,}, refused {self.refused:,}; "
            f"seen by the listener {self.seen:,}, lost {self.lost:,}, twice {self.twice:,}, {order}",
            f"from due to acked  {_shown(self.ack_ms)}",
            f"from due to seen   {_shown(self.seen_ms)}",
            f"{self.retries:,} sent again, {self.reconnections:,} reconnections",
        ]
        return "\n".join(lines)


def in_order(fates: list[Fate], seen: Seen) -> bool:
    """`fates` in the order in which they were due."""
    acked = [fate for fate in fates if fate.seq is not None]
    by_nick: dict[str, list[int]] = {}
    for fate in acked:
        by_nick.setdefault(fate.line.nick, []).append(fate.seq or 0)
    return (
        not seen.breaks
        and all(seen.seqs.get(fate.id, fate.seq) == fate.seq for fate in acked)
        and all(a < b for seqs in by_nick.values() for a, b in pairwise(seqs))
    )


def latencies(fates: list[Fate], when: Callable[[Fate], float | None]) -> Numbers:
    """Percentiles in milliseconds of the time from `due` to `when`."""
    took = sorted((at - fate.due) * 1000 for fate in fates if (at := when(fate)) is not None)
    if not took:
        return {}
    marks = {"p50": 0.50, "p90": 0.90, "p99": 0.99, "max": 1.0}
    return {name: round(took[min(len(took) - 1, int(len(took) * mark))], 2) for name, mark in marks.items()}


def _shown(numbers: Numbers) -> str:
    return ", ".join(f"{name} {value:,.1f} ms" for name, value in numbers.items()) or "nothing to measure"
