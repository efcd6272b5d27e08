"""Rooms in which nothing happens for an instance: nobody says a word, or nobody follows them there.

Each measurement has a MongoDB of its own, so that what is read is due to one instance and nothing else.
"""

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

from bench import generator, servers
from bench.before import NAME
from bench.load.job import Job, Result
from bench.programs import said
from bench.rooms import copy_rooms
from bench.servers import BenchServer
from bench.stage import BenchStage, pids_in
from deploy.local import database, ports, redis
from deploy.local.group import Group
from deploy.local.identity import Record
from deploy.local.replicaset import CACHE

QUIET = "quiet rooms"
ELSEWHERE = "events that nobody follows"
SECONDS = 16.0  # twice the time in which each room is looked at once
TALKED_IN = 20  # rooms


class Place:
    """A MongoDB and a Redis of their own, with `version` (wick, or before) prepared on them."""

    def __init__(
        self, stage: BenchStage, version: str, directory: Path, group: Group, uri: str, layer: str
    ) -> None:
        self.group, self._stage, self._version = group, stage, version
        self._directory = directory
        other = stage.before if version == NAME else None
        environ = {**stage.environ, "MONGODB_URI": uri} if other is None else other.on(uri)
        self.environ: Mapping[str, str] = {**environ, "REDIS_URL": layer}

    async def python(self, *arguments: str) -> str:
        """What a module of this version prints."""
        other = self._stage.before
        if self._version == NAME and other is not None:
            return await said(*other.command(*arguments), environ=self.environ)
        return await said(sys.executable, *arguments, environ=self.environ)

    async def collect_static(self) -> None:
        """Scripts and stylesheets bundled, as production has them."""
        await self.python("manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    async def instance(self, name: str, **environ: str) -> BenchServer:
        """`environ`: settings beside those of the place."""
        [port] = ports.free()
        other = self._stage.before if self._version == NAME else None
        server = servers.instance(name, port, {**self.environ, **environ}, other)
        await self.group.start(server.service)
        return server

    def pids(self, *names: str) -> list[int]:
        return pids_in(self._directory, names)


@asynccontextmanager
async def place(stage: BenchStage, version: str, cache: float = CACHE) -> AsyncIterator[Place]:
    """`cache`: of MongoDB, GB."""
    # Of its own: each step needs an empty database.
    directory = Path(mkdtemp(prefix="quiet-", dir=stage.directory))
    group = Group(directory, Record(directory))
    try:
        uri = await database.start(group, directory / "mongodb", size=1, cache=cache)
        [port] = ports.free()
        await group.start(redis.service(directory / "redis", port))
        made = Place(stage, version, directory, group, uri, f"redis://127.0.0.1:{port}/0")
        await made.python("-m", "deploy.local.prepare")
        yield made
    finally:
        await group.stop()


async def quiet_rooms(stage: BenchStage, version: str, count: int) -> Result:
    """One instance, on which a few people follow `count` rooms. `beside` is MongoDB's CPU."""
    async with place(stage, version) as here:
        tokens = (await here.python("-m", "bench.workspace", "--people", "64", "--rooms", "1")).split()
        rooms = copy_rooms(here.environ["MONGODB_URI"], count)
        server = await here.instance("one")
        job = Job(
            scenario="following",
            dialect=server.dialect,
            url=server.url,
            rooms=rooms,
            size=1,
            pids=here.pids("one"),
            beside=here.pids("mongod"),
            tokens=tokens,
            seconds=SECONDS,
        )
        return await generator.run(job)


async def elsewhere(stage: BenchStage, version: str, seconds: float) -> Result:
    """Two instances. People talk on one of them; the CPU is the other one's, where nobody is."""
    async with place(stage, version) as here:
        people = ("--people", "64", "--rooms", str(TALKED_IN))
        tokens = (await here.python("-m", "bench.workspace", *people)).split()
        one, _ = await here.instance("one"), await here.instance("other")
        job = Job(
            scenario="elsewhere",
            dialect=one.dialect,
            url=one.url,
            rooms=[f"load-{number}" for number in range(1, TALKED_IN + 1)],
            size=1,
            window=2,
            pids=here.pids("other"),
            tokens=tokens,
            warm=3.0,
            seconds=seconds,
        )
        return await generator.run(job)
