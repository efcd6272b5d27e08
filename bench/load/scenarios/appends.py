"""Many senders writing to one room, each waiting for its ack: durable messages a second over sockets.

The senders sit in the second room of the job and write to the first, where one socket listens and
checks: what is measured is storing, not sending out.
"""

import asyncio
import time
from functools import partial

from bench.load import message
from bench.load.crowd import SocketCrowd
from bench.load.dialects.names import DIALECTS
from bench.load.job import Job, Result
from bench.load.room import RoomOrder, Sample
from bench.load.scenarios.verdict import settle_accounts
from bench.load.socket import LoadSocket
from bench.measure.proc import cpu_seconds


async def run(job: Job) -> Result:
    hot, quiet = job.rooms
    crowd = SocketCrowd(job.url, DIALECTS[job.dialect](), job.tokens)
    await crowd.fill([hot], 1)
    listening = crowd.rooms[0]
    await crowd.fill([quiet], job.size)
    senders = crowd.rooms.pop().sockets
    sample = Sample(listening.sockets[0])
    for sender in senders:
        sender.answered = partial(_say, listening, sender)
        for _ in range(job.window):
            sender.answered()
    await asyncio.sleep(job.warm)
    result = await _measure(job, senders, sample)
    for sender in senders:
        sender.answered = None
    await _drain(listening, senders)
    settle_accounts(crowd, [sample], result)
    await crowd.leave()
    return result


def _say(room: RoomOrder, sender: LoadSocket) -> None:
    sender.send(sender.dialect.post(room.name, message.write(room.posted)))
    room.posted += 1


async def _measure(job: Job, senders: list[LoadSocket], sample: Sample) -> Result:
    sample.start()
    acked = sum(sender.acks for sender in senders)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    await asyncio.sleep(job.seconds)
    used, took = cpu_seconds(job.pids) - cpu, time.monotonic() - began
    return Result(seconds=took, cpu=used, posted=sum(sender.acks for sender in senders) - acked)


async def _drain(room: RoomOrder, senders: list[LoadSocket], patience: float = 10.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        acked = sum(sender.acks for sender in senders)
        if acked >= room.posted and room.delivered >= acked:
            return
        await asyncio.sleep(0.02)
