"""One person goes from room to room: by a `join` with `info` over an open socket, and by loading pages."""

import asyncio
import time
import urllib.request

from bench.load.crowd import SocketCrowd
from bench.load.dialects.wick import WickDeflated
from bench.load.job import Job, Result
from bench.load.socket import LoadSocket
from bench.measure.numbers import percentile
from bench.measure.proc import cpu_seconds

PAGES = 40
ROUNDS = 3  # through all rooms over the socket; the first one is not counted
FOLLOWED = 10  # rooms in which the socket is at a time


async def run(job: Job) -> Result:
    token, session = job.tokens
    crowd = SocketCrowd(job.url, WickDeflated(), [token])
    socket = await crowd.enter(job.rooms[0], None)
    await _go_round(socket, job.rooms)
    before, latencies = cpu_seconds(job.pids), []
    for _ in range(ROUNDS - 1):
        latencies += await _go_round(socket, job.rooms)
    switches = cpu_seconds(job.pids) - before
    await crowd.leave()
    pages = await asyncio.to_thread(_pages, job, session)
    figures = {
        "switch CPU ms": switches / len(latencies) * 1e3,
        "switch p50 ms": percentile(sorted(latencies), 0.5),
        "switch p99 ms": percentile(sorted(latencies), 0.99),
        "page CPU ms": pages / PAGES * 1e3,
    }
    return Result(sockets=1, connects=len(latencies), figures=figures)


async def _go_round(socket: LoadSocket, rooms: list[str]) -> list[float]:
    """Opens each room, and leaves the one before; how long each took, ms."""
    took = []
    for number, room in enumerate(rooms):
        began = time.perf_counter()
        socket.send(f'{{"type":"join","room":"{room}","info":true}}'.encode())
        await socket.expect(f'{{"type":"joined","room":"{room}"'.encode())
        took.append((time.perf_counter() - began) * 1e3)
        if number >= FOLLOWED:
            socket.send(f'{{"type":"leave","room":"{rooms[number - FOLLOWED]}"}}'.encode())
    return took


def _pages(job: Job, session: str) -> float:
    """The server's CPU for PAGES pages of rooms, after one that is not counted, seconds."""

    def load(room: str) -> None:
        request = urllib.request.Request(
            f"{job.url}/rooms/{room}/", headers={"Cookie": f"sessionid={session}"}
        )
        with urllib.request.urlopen(request) as response:
            response.read()

    load(job.rooms[0])
    before = cpu_seconds(job.pids)
    for room in job.rooms[:PAGES]:
        load(room)
    return cpu_seconds(job.pids) - before
