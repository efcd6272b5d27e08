"""People who ask every second what is new, over plain HTTP: the traffic of a chat without sockets.

GET /messages?room&since answers {"messages": [{"seq", "text"}, …]}, POST /messages?room stores one.
"""

import asyncio
import random
import time

import msgspec

from bench.load import message
from bench.load.http import PollingConnection
from bench.load.job import Job, Result
from bench.measure.numbers import percentile
from bench.measure.proc import cpu_seconds

INTERVAL = 1.0


class _Message(msgspec.Struct):
    seq: int
    text: str


class _Page(msgspec.Struct):
    messages: list[_Message]


_page = msgspec.json.Decoder(_Page)


class _Poller:
    """One person's browser: polls until it is stopped, and then once more."""

    def __init__(self, job: Job) -> None:
        self.seen: list[int] = []
        self.latencies: list[float] = []
        self._job, self._since = job, 0

    async def run(self, begin: float, stop: asyncio.Event) -> None:
        connection = await PollingConnection.open(self._job.url)
        # Each browser polls at its own moment.
        await asyncio.sleep(random.random() * INTERVAL)
        while not stop.is_set():
            await self._ask(connection, begin)
            await asyncio.sleep(INTERVAL)
        await self._ask(connection, begin)
        connection.close()

    async def _ask(self, connection: PollingConnection, begin: float) -> None:
        path = f"/messages?room={self._job.rooms[0]}&since={self._since}"
        for said in _page.decode(await connection.ask("GET", path)).messages:
            self._since = said.seq
            stamp = message.read(said.text)
            if stamp is not None and stamp.sent >= begin * 1e9:
                self.seen.append(stamp.number)
                self.latencies.append((time.monotonic_ns() - stamp.sent) / 1e6)


async def run(job: Job) -> Result:
    stop, started = asyncio.Event(), time.monotonic()
    people = [_Poller(job) for _ in range(job.size)]
    polling = [asyncio.create_task(client.run(started, stop)) for client in people]
    await asyncio.sleep(job.warm + INTERVAL)
    began, cpu = time.monotonic(), cpu_seconds(job.pids)
    posted = await _talk(job, began)
    used, took = cpu_seconds(job.pids) - cpu, time.monotonic() - began
    stop.set()
    await asyncio.gather(*polling)
    latencies = sorted(latency for client in people for latency in client.latencies)
    return Result(
        sockets=job.size,
        seconds=took,
        cpu=used,
        posted=posted,
        delivered=sum(len(client.seen) for client in people),
        lost=sum(posted - len(set(client.seen)) for client in people),
        doubled=sum(len(client.seen) - len(set(client.seen)) for client in people),
        p50=percentile(latencies, 0.5),
        p99=percentile(latencies, 0.99),
    )


async def _talk(job: Job, began: float) -> int:
    connection = await PollingConnection.open(job.url)
    total = round(job.rate * job.seconds)
    for number in range(total):
        await asyncio.sleep(max(0.0, began + number / job.rate - time.monotonic()))
        await connection.ask("POST", f"/messages?room={job.rooms[0]}", message.write(number).encode())
    connection.close()
    return total
