"""Sockets that join a room and never read: the server has to get rid of them, and nobody else may notice."""

import asyncio

from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job

NOTICE = 5.0  # seconds in which one who reads again must have seen that the server hung up


async def join(job: Job) -> SocketCrowd:
    """As many as the job wants, in its first room."""
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await crowd.fill(job.rooms[:1], job.slow_readers)
    for socket in crowd.sockets:
        socket.read(False)
    return crowd


async def leave(crowd: SocketCrowd) -> int:
    """They read at last, and go; how many of them the server had cut."""
    for socket in crowd.sockets:
        socket.read(True)
    loop = asyncio.get_running_loop()
    until = loop.time() + NOTICE
    while crowd.ended < len(crowd.sockets) and loop.time() < until:
        await asyncio.sleep(0.05)
    cut = crowd.ended
    await crowd.leave()
    return cut
