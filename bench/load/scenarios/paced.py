"""A steady number of messages a second over all rooms, as people write: how long each takes to arrive."""

import asyncio
import itertools
import time
from contextlib import suppress

from bench.load import slow_readers
from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.load.room import SAMPLES, Deserted, sample
from bench.load.scenarios.verdict import settle_accounts
from bench.measure.proc import cpu_seconds, resident_bytes


async def run(job: Job) -> Result:
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    people = len(job.rooms) * job.size
    await crowd.fill(job.rooms, job.size)
    connected = time.monotonic() - began, cpu_seconds(job.pids) - cpu
    if not crowd.rooms:
        return Result(people=people, why=crowd.reasons())
    samples = sample(crowd.rooms, max(SAMPLES, len(crowd.rooms)))
    others = await slow_readers.join(job) if job.slow_readers else None
    await asyncio.sleep(job.warm)
    memory = resident_bytes(job.pids)
    result = await _talk(job, crowd)
    result.memory = resident_bytes(job.pids) - memory
    result.cut = await slow_readers.leave(others) if others else 0
    result.people = people
    result.connects, (result.connect_seconds, result.connect_cpu) = len(crowd.sockets), connected
    await crowd.settle()
    settle_accounts(crowd, samples, result)
    await crowd.leave()
    return result


async def _talk(job: Job, crowd: SocketCrowd) -> Result:
    rooms = itertools.cycle(crowd.rooms)
    events = sum(socket.events for socket in crowd.sockets)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    total = max(1, round(job.rate * job.seconds))
    with suppress(Deserted):
        for number in range(total):
            await asyncio.sleep(max(0.0, began + number / job.rate - time.monotonic()))
            next(rooms).post_one(job.length)
    await crowd.settle()
    return Result(
        seconds=time.monotonic() - began,
        cpu=cpu_seconds(job.pids) - cpu,
        posted=sum(room.posted for room in crowd.rooms),
        delivered=sum(socket.events for socket in crowd.sockets) - events,
    )
