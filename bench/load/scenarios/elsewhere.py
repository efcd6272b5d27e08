"""Messages in rooms of one server, while the CPU of another one is read, where nobody follows these rooms.

What the other one uses without any message is read first, and taken off.
"""

import asyncio
import time

from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.measure.proc import cpu_seconds


async def run(job: Job) -> Result:
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await crowd.fill(job.rooms, job.size)
    await asyncio.sleep(job.warm)
    silent, _ = await _used(job)
    posted = sum(room.posted for room in crowd.rooms)
    for room in crowd.rooms:
        room.keep_in_flight(job.window)
    used, took = await _used(job)
    posted = sum(room.posted for room in crowd.rooms) - posted
    for room in crowd.rooms:
        room.keep_in_flight(0)
    await crowd.settle()
    result = Result(
        sockets=len(crowd.sockets),
        seconds=took,
        cpu=max(0.0, used - silent),
        posted=posted,
        dropped=crowd.ended,
        why=crowd.reasons(),
    )
    await crowd.leave()
    return result


async def _used(job: Job) -> tuple[float, float]:
    """The CPU that is used in the next seconds, and how many it were."""
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    await asyncio.sleep(job.seconds)
    return cpu_seconds(job.pids) - cpu, time.monotonic() - began
