"""What a load test found, in numbers and in sentences."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class LoadOutcome:
    """`sockets` came in, of `people` wanted; `dropped` of these are not there at the end.

    `lost`, `doubled` and `disordered` count events over all sockets. Latencies are in milliseconds, from when
    a message was due.
    """

    people: int = 0
    sockets: int = 0
    dropped: int = 0
    reconnections: int = 0
    seconds: float = 0.0
    posted: int = 0
    acked: int = 0
    retries: int = 0
    refused: int = 0
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    p50: float = 0.0
    p99: float = 0.0
    worst: float = 0.0
    errors: dict[str, int] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Everybody got in and is there, and everything was stored and arrived once and in order."""
        wrong = self.lost + self.doubled + self.disordered + self.dropped + self.refused
        return not wrong and self.acked == self.posted and self.sockets == self.people > 0

    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"good": self.good}

    def sentences(self) -> str:
        """Held, lost, latency, and the verdict, a line each."""
        lines = [
            f"held     {self.sockets - self.dropped:,} of {self.people:,} sockets,"
            f" {self.reconnections:,} reconnections",
            f"talk     {self.posted:,} messages in {self.seconds:.0f} s, {self.acked:,} acked,"
            f" {self.retries:,} sent again, {self.delivered:,} deliveries",
            f"lost     {self.lost:,}, doubled {self.doubled:,}, out of order {self.disordered:,}",
            f"latency  {self.p50:,.0f} ms half of the time, {self.p99:,.0f} ms for 99 of 100,"
            f" {self.worst:,.0f} ms at worst",
        ]
        lines += [f"refused  {count:,} messages: {code}" for code, count in self.errors.items()]
        lines += [f"why      {why}" for why in self.why]
        return "\n".join([*lines, f"verdict  {self._verdict()}"])

    def _verdict(self) -> str:
        if self.good:
            return "held, nothing lost"
        if self.lost or self.doubled or self.disordered:
            return "events were lost, doubled or out of order"
        if self.refused or self.acked < self.posted:
            return "nothing lost, but not all messages were stored"
        return "nothing lost, but not everybody was held"


def percentile(ordered: list[float], share: float) -> float:
    """The value below which this share of them lies; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
