"""Everything that has to run while it is measured: MongoDB, Redis, Wick, and the peers."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bench import limit, node, servers
from bench.before import Before, site_of_its_own
from bench.programs import said
from bench.servers import SERVING, BenchServer, Stores
from deploy.local import database, identity, ports, redis
from deploy.local.group import Group
from deploy.local.identity import Record
from deploy.local.instances import prepare


class BenchStage:
    """The servers by name, and what was left out (`notes`, sentences for the report)."""

    def __init__(self, directory: Path, group: Group, stores: Stores) -> None:
        self.directory, self.group, self.stores = directory, group, stores
        self.servers: dict[str, BenchServer] = {}
        self.notes: list[str] = []
        self.limit: str | None = None
        self._three_nodes: str | None = None
        self.before: Before | None = None  # another commit, measured beside this one
        self.environ: Mapping[str, str] = {
            "MONGODB_URI": stores.mongodb,
            "REDIS_URL": stores.redis,
            "VAR_DIR": str(directory / "var"),
            "SECRET_KEY": "measured, never deployed",
            "DEBUG": "false",
            "STATIC_ROOT": str(directory / "static"),
        }

        # A site of its own: an instance beside another one publishes what it stores, and a lone one does not.
        self.serving_environ: Mapping[str, str] = site_of_its_own(self.environ, SERVING)

    async def start(self, server: BenchServer) -> None:
        await self.group.start(server.service)
        self.servers[server.name] = server

    def pids(self, *names: str) -> list[int]:
        """The processes of these services, with the children that do their work."""
        return pids_in(self.directory, names)

    @asynccontextmanager
    async def fresh(self, make: Callable[[int], BenchServer]) -> AsyncIterator[tuple[BenchServer, list[int]]]:
        """A server that nobody has used, and its processes: what was loaded keeps memory that it freed."""
        [port] = ports.free()
        server, directory = make(port), self.directory / "fresh"
        group = Group(directory, Record(directory))
        try:
            await group.start(server.service)
            yield server, pids_in(directory, [server.name])
        finally:
            await group.stop()

    async def three_nodes(self) -> str:
        """The address of a replica set of three, as in production; started when it is first asked for."""
        if self._three_nodes is None:
            uri = await database.start(self.group, self.directory / "three", size=3)
            await prepare(self.group, {**self.environ, "MONGODB_URI": uri})
            if self.before is not None:
                await said(*self.before.command("-m", "deploy.local.prepare"), environ=self.before.on(uri))
            self._three_nodes = uri
        return self._three_nodes

    @property
    def has_node(self) -> bool:
        return "node" in self.servers


def pids_in(directory: Path, names: Iterable[str]) -> list[int]:
    """The processes of services of a group in `directory`, with the children that do their work."""
    lines = (directory / "pids").read_text().splitlines()
    running = {name: int(pid) for name, pid in (line.split() for line in lines)}
    return [pid for name in names if name in running for pid in identity.session(running[name])]


@asynccontextmanager
async def stage(directory: Path, before: str = "") -> AsyncIterator[BenchStage]:
    """All of it, started; ended when the block is left. `before`: a commit to measure beside this one."""
    group = Group(directory, Record(directory))
    try:
        uri = await database.start(group, directory / "mongodb", size=1)
        [port] = ports.free()
        await group.start(redis.service(directory / "redis", port))
        ready = BenchStage(directory, group, Stores(uri, f"redis://127.0.0.1:{port}/0"))
        if before:
            ready.before = Before(before, directory / "before", ready.environ)
        await _start_all(ready)
        yield ready
    finally:
        await group.stop()


async def _start_all(stage: BenchStage) -> None:
    free = iter(ports.free(10))
    await prepare(stage.group, stage.environ)
    await stage.start(servers.wick(next(free), stage.environ))
    await prepare(stage.group, stage.serving_environ)
    await stage.start(servers.serving(next(free), stage.serving_environ))
    if stage.before is not None:
        await stage.before.prepare()
        await stage.start(servers.before(next(free), stage.before))
    await stage.start(servers.ordinary_channels(next(free), stage.stores))
    await stage.start(servers.polled(next(free), stage.stores))
    problem = node.missing() or await asyncio.to_thread(node.install)
    if problem is None:
        for peer in (servers.node, servers.node_stored, servers.socketio):
            await stage.start(peer(next(free), stage.stores))
    else:
        stage.notes.append(problem)
    program = shutil.which("centrifugo")
    if program:
        await stage.start(
            servers.centrifugo(next(free), stage.stores, stage.directory / "centrifugo", program)
        )
    else:
        stage.notes.append("`centrifugo` is not on PATH, so it is not measured.")
    stage.limit = await limit.build(stage.directory / "limit")
    if stage.limit is None:
        stage.notes.append(limit.GET_IT)
