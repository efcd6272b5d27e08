"""Many sockets that sit in their rooms and say nothing: what each costs in memory."""

import asyncio
import time

from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.measure.proc import cpu_seconds, resident_bytes

# Enough sockets to have every module loaded and every pool filled before memory is read.
_FIRST = 200


async def run(job: Job) -> Result:
    before = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await before.fill(job.rooms[:1], min(_FIRST, job.size))
    await before.leave()
    await asyncio.sleep(job.warm)
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    empty = resident_bytes(job.pids)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    await crowd.fill(job.rooms, job.size)
    took, used = time.monotonic() - began, cpu_seconds(job.pids) - cpu
    await asyncio.sleep(1.0)
    full = resident_bytes(job.pids)
    idle, since = cpu_seconds(job.pids), time.monotonic()
    await asyncio.sleep(job.seconds)
    result = Result(
        sockets=len(crowd.sockets),
        memory=(full - empty) / max(1, len(crowd.sockets)),
        connects=len(crowd.sockets),
        connect_seconds=took,
        connect_cpu=used,
        seconds=time.monotonic() - since,
        cpu=cpu_seconds(job.pids) - idle,
        dropped=crowd.ended,
        why=crowd.reasons(),
    )
    await crowd.leave()
    return result
