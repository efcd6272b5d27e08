"""People coming back: connect, be recognised, join with `since` and get what was missed.

Everyone comes once before it is measured, as people who come back have.
"""

import asyncio
import time

from bench.load.crowd import SocketCrowd
from bench.load.dialects import Place
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.measure.proc import cpu_seconds


async def run(job: Job) -> Result:
    name = job.rooms[0]
    head = await _post(job, name)
    first = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await first.fill([name], job.size, since=head)
    await first.leave()
    await asyncio.sleep(job.warm)
    back = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    await back.fill([name], job.size, since=head)
    result = Result(
        connects=len(back.sockets),
        connect_seconds=time.monotonic() - began,
        connect_cpu=cpu_seconds(job.pids) - cpu,
        sockets=len(back.sockets),
        dropped=back.ended,
        why=back.reasons(),
    )
    await back.leave()
    return result


async def _post(job: Job, name: str) -> Place | None:
    """Leave `resume` messages in the room, and return the place before them."""
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await crowd.fill([name], 1)
    for _ in range(job.resume):
        crowd.rooms[0].post_one()
    await crowd.settle()
    await crowd.leave()
    return crowd.places[name]
