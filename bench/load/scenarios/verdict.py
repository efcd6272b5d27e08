"""What became of everything that was posted: the counts that decide whether a run may be believed."""

from collections import Counter
from collections.abc import Sequence

from bench.load.crowd import SocketCrowd
from bench.load.job import Result
from bench.load.room import Sample
from bench.measure.numbers import percentile


def settle_accounts(crowd: SocketCrowd, samples: Sequence[Sample], result: Result) -> None:
    """Fill in what was lost, doubled, refused or dropped, and the latencies of the samples."""
    errors: Counter[str] = Counter()
    for room in crowd.rooms:
        for socket in room.sockets:
            if socket.ended is None:
                result.lost += max(0, room.expected - socket.events)
            result.doubled += max(0, socket.events - room.expected)
            errors.update(socket.errors)
    result.sockets = len(crowd.sockets)
    result.acked = sum(socket.acks for socket in crowd.sockets)
    result.refused = errors.total()
    result.dropped = crowd.ended
    result.doubled += sum(sample.doubled for sample in samples)
    result.disordered = sum(sample.disordered for sample in samples)
    result.errors = dict(errors)
    result.why += crowd.reasons()
    latencies = sorted(latency for sample in samples for latency in sample.latencies)
    result.p50, result.p99 = percentile(latencies, 0.50), percentile(latencies, 0.99)
    result.worst = latencies[-1] if latencies else 0.0
