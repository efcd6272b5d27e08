"""A few sockets that follow many rooms, in which nobody says a word: what quiet rooms cost the server and its
databases."""

import asyncio
import time

from bench.load.crowd import SocketCrowd
from bench.load.dialects.wick import Wick
from bench.load.job import Job, Result
from bench.measure.proc import cpu_seconds

A_SOCKET = 500  # rooms
JOINING = 16  # sockets that join at the same time
SETTLED = 24.0  # seconds until whatever comes with joining is over, and instances know that nobody writes


async def run(job: Job) -> Result:
    crowd = SocketCrowd(job.url, Wick(), job.tokens)
    gate = asyncio.Semaphore(JOINING)
    parts = [job.rooms[start : start + A_SOCKET] for start in range(0, len(job.rooms), A_SOCKET)]
    began = time.monotonic()
    await asyncio.gather(*(_follow(crowd, rooms, gate) for rooms in parts))
    took = time.monotonic() - began
    await asyncio.sleep(SETTLED)
    since, cpu, beside = time.monotonic(), cpu_seconds(job.pids), cpu_seconds(job.beside)
    await asyncio.sleep(job.seconds)
    result = Result(
        sockets=len(crowd.sockets),
        connects=len(job.rooms),
        connect_seconds=took,
        seconds=time.monotonic() - since,
        cpu=cpu_seconds(job.pids) - cpu,
        beside=cpu_seconds(job.beside) - beside,
        dropped=crowd.ended,
        why=crowd.reasons(),
    )
    await crowd.leave()
    return result


async def _follow(crowd: SocketCrowd, rooms: list[str], gate: asyncio.Semaphore) -> None:
    async with gate:
        socket = await crowd.enter(rooms[0], None)
        for room in rooms[1:]:
            await Wick().follow(socket, room, None)
