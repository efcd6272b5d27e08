"""A fixed number of messages in flight in each room: CPU per delivery, deliveries per second, latency.

A message is in flight until every socket of its room has it, whatever the server and in whatever
order it writes, so `window` means the same for all.
"""

import asyncio
import time

from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.load.room import SAMPLES, Sample, sample
from bench.load.scenarios.verdict import settle_accounts
from bench.measure.proc import cpu_seconds


async def run(job: Job) -> Result:
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await crowd.fill(job.rooms, job.size)
    if not crowd.rooms:
        return Result(why=crowd.reasons())
    samples = sample(crowd.rooms, SAMPLES)
    for room in crowd.rooms:
        room.keep_in_flight(job.window, job.length)
    await asyncio.sleep(job.warm)
    result = await _measure(job, crowd, samples)
    for room in crowd.rooms:
        room.keep_in_flight(0)
    await crowd.settle()
    settle_accounts(crowd, samples, result)
    await crowd.leave()
    return result


async def _measure(job: Job, crowd: SocketCrowd, samples: list[Sample]) -> Result:
    for one in samples:
        one.start()
    posted, events, received = _totals(crowd)
    began, cpu, beside = time.monotonic(), cpu_seconds(job.pids), cpu_seconds(job.beside)
    await asyncio.sleep(job.seconds)
    used, took = cpu_seconds(job.pids) - cpu, time.monotonic() - began
    stores = cpu_seconds(job.beside) - beside
    posted_after, events_after, received_after = _totals(crowd)
    delivered = events_after - events
    return Result(
        seconds=took,
        cpu=used,
        beside=stores,
        posted=posted_after - posted,
        delivered=delivered,
        frame=(received_after - received) / delivered if delivered else 0.0,
    )


def _totals(crowd: SocketCrowd) -> tuple[int, int, int]:
    return (
        sum(room.posted for room in crowd.rooms),
        sum(socket.events for socket in crowd.sockets),
        sum(socket.received for socket in crowd.sockets),
    )
