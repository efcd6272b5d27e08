"""What is measured on which server, in which order."""

import sys
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import NamedTuple

from bench import generator, limit, node, quiet, searching, servers
from bench.before import NAME, Before
from bench.load.job import Job, Result
from bench.page_load import PAGE_LOAD, page_load
from bench.programs import measured
from bench.servers import SERVES_ONLY, SERVING, BenchServer
from bench.settling import settle
from bench.stage import BenchStage
from bench.switching import SWITCHING, switching
from bench.targets import BYTES, DEFLATED, LEAN
from bench.workspace import ROOM
from deploy.local.process import ROOT

SENDERS = 64
SLOW_READERS = 1_000  # sockets that do not read
SLOW_SECONDS = 25.0  # seconds
PYTHON_APPENDS = "bench.appends"
LARGE_ROOMS = "bench/large_rooms.py"
# The server, what the report calls it, and the dialect that the clients speak where it is not the server's.
FORMS = [
    ("wick", "", ""),
    ("wick", LEAN, "wick-lean"),
    ("wick", DEFLATED, "wick-deflated"),
    (NAME, "", ""),
    ("node", "", ""),
]


class Sizes(NamedTuple):
    """How long (seconds) and how much. `crowd` sockets sit idle, and come through Nginx; `quiet` are numbers
    of rooms in which nobody says a word.
    `whole`: slow readers and the cluster too, which take minutes."""

    rounds: int
    seconds: float
    warm: float
    crowd: int
    talk: float
    quiet: tuple[int, ...]
    searched: int
    whole: bool


FULL = Sizes(
    rounds=3,
    seconds=4.0,
    warm=1.0,
    crowd=10_000,
    talk=20.0,
    quiet=(1_000, 4_000, 10_000),
    searched=1_000_000,
    whole=True,
)
QUICK = Sizes(
    rounds=1, seconds=1.5, warm=0.5, crowd=1_000, talk=5.0, quiet=(1_000,), searched=30_000, whole=False
)


class Step(NamedTuple):
    """One measurement: its place in the results, what it does, and about how many seconds it takes."""

    measure: str
    server: str
    run: Callable[[], Awaitable[Result]]
    takes: float


class Plan:
    """The steps on a stage. `tokens` are the people who come to Wick, by the name of the server."""

    def __init__(self, stage: BenchStage, tokens: dict[str, list[str]], sizes: Sizes) -> None:
        self._stage, self._tokens, self._sizes = stage, tokens, sizes

    async def settle(self) -> None:
        """Returns when nothing is left of the step before."""
        await settle(self._stage.pids("wick", SERVING, NAME, "mongod"))

    def warm_up(self) -> Iterator[Step]:
        """A little of everything, not counted: compilers that learn while they run have then learnt."""
        for name in ("wick", SERVING, NAME, "node", "node-stored", "socketio", "centrifugo"):
            yield from self._load("", name, rooms=1, size=100, window=16, seconds=1.5)

    def round(self, number: int) -> Iterator[Step]:
        """Every measure that is repeated; who begins changes from round to round."""
        yield from self._bare_limit()
        steps = [*self._fan_out(), *self._bytes(), *self._small_rooms(), *self._connects()]
        turn = number * len(steps) // self._sizes.rounds
        yield from steps[turn:] + steps[:turn]
        yield from self._appends()

    def once(self) -> Iterator[Step]:
        """What takes long and varies little: idle sockets, and polling beside sockets."""
        yield from self._idle()
        yield from self._quiet()
        yield from self._talk("wick", "paced")
        yield from self._talk(NAME, "paced")
        yield from self._talk("polling", "polling")
        yield from self._large_rooms()
        for name in ("wick", NAME) if self._stage.before is not None else ("wick",):
            yield Step(SWITCHING, name, partial(switching, self._stage, name), 60)
            yield Step(PAGE_LOAD, name, partial(page_load, self._stage, name), 60)
        messages = self._sizes.searched
        takes = 15 + messages / searching.A_SECOND
        yield Step(searching.MEASURE, "wick", partial(searching.searching, self._stage, messages), takes)
        if self._sizes.whole:
            yield from self._slow_readers()

    def _fan_out(self) -> Iterator[Step]:
        for name in ("wick", SERVING, NAME, "node", "socketio", "centrifugo", "node-stored"):
            yield from self._load("fan-out, 4 in flight", name, rooms=1, size=500, window=4)
        # With 64 in flight the ordinary way would take a quarter of a minute to come to an end.
        yield from self._load("fan-out, 4 in flight", "channels", rooms=1, size=500, window=4)
        for name in ("wick", SERVING, NAME, "node", "socketio", "centrifugo", "node-stored"):
            yield from self._load("fan-out, 64 in flight", name, rooms=1, size=500, window=64)

    def _bytes(self) -> Iterator[Step]:
        """Messages of 80 characters, in the forms that a client may ask for."""
        for window in (4, 64):
            seconds = self._sizes.seconds
            job: dict[str, object] = {"scenario": "window", "window": window, "length": 80}
            job |= {"seconds": seconds, "warm": self._sizes.warm}
            for server, called, dialect in FORMS:
                asked = {**job, "dialect": dialect} if dialect else job
                takes = seconds + self._sizes.warm + 1.7
                yield from self._step(
                    f"{BYTES}, {window} in flight", server, 1, 500, takes, asked, called=called
                )

    def _small_rooms(self) -> Iterator[Step]:
        for name in ("wick", SERVING, NAME, "node-stored", "node"):
            yield from self._load("small rooms", name, rooms=50, size=10, window=1)

    def _load(
        self, measure: str, name: str, *, rooms: int, size: int, window: int, seconds: float = 0.0
    ) -> Iterator[Step]:
        seconds = seconds or self._sizes.seconds
        job = {"scenario": "window", "window": window, "seconds": seconds, "warm": self._sizes.warm}
        yield from self._step(measure, name, rooms, size, seconds + self._sizes.warm + 1.7, job)

    def _connects(self) -> Iterator[Step]:
        for name in ("wick", NAME, "node"):
            yield from self._step(
                "connect and resume", name, 1, 500, 3.5, {"scenario": "connects", "warm": 0.5}
            )

    def _idle(self) -> Iterator[Step]:
        """On servers of their own, one after the other."""
        stage, crowd = self._stage, self._sizes.crowd
        made: dict[str, Callable[[int], BenchServer]] = {
            "wick": lambda port: servers.wick(port, stage.environ)
        }
        if (other := stage.before) is not None:
            made[NAME] = lambda port: servers.before(port, other)
        if stage.has_node:
            made["node"] = lambda port: servers.node(port, stage.stores)
        for name, make in made.items():

            async def run(make: Callable[[int], BenchServer] = make, name: str = name) -> Result:
                async with stage.fresh(make) as (server, pids):
                    job = Job(
                        scenario="idle",
                        dialect=server.dialect,
                        url=server.url,
                        rooms=_rooms(20),
                        size=crowd // 20,
                        pids=pids,
                        tokens=self._tokens.get(name, []),
                        seconds=3.0,
                    )
                    return await generator.run(job)

            yield Step("idle sockets", name, run, 8 + crowd / 600)

    def _quiet(self) -> Iterator[Step]:
        """On databases of their own."""
        for name in ("wick", NAME) if self._stage.before is not None else ("wick",):
            for count in self._sizes.quiet:
                run = partial(quiet.quiet_rooms, self._stage, name, count)
                called = f"{'before, ' if name == NAME else ''}{count:,} rooms"
                yield Step(quiet.QUIET, called, run, quiet.SECONDS + 32 + count / 150)
            seconds = 2 * self._sizes.seconds
            run = partial(quiet.elsewhere, self._stage, name, seconds)
            yield Step(quiet.ELSEWHERE, name, run, 2 * seconds + 15)

    def _slow_readers(self) -> Iterator[Step]:
        """Long messages, so that what is not read is soon more than a socket may hold."""
        job = {"scenario": "paced", "rate": 20.0, "length": 3000, "seconds": SLOW_SECONDS}
        for name, slow_readers in (("no slow readers", 0), (f"{SLOW_READERS:,} slow readers", SLOW_READERS)):
            takes = SLOW_SECONDS + 3 + slow_readers / 400
            for server, called in (("wick", name), (NAME, f"before, {name}")):
                asked = {**job, "slow_readers": slow_readers}
                yield from self._step("slow readers", server, 1, 100, takes, asked, called=called)

    def _talk(self, name: str, scenario: str) -> Iterator[Step]:
        job = {"scenario": scenario, "rate": 20.0, "seconds": self._sizes.talk}
        yield from self._step("200 people, 20 messages a second", name, 1, 200, self._sizes.talk + 3, job)

    def _step(
        self,
        measure: str,
        name: str,
        rooms: int,
        size: int,
        takes: float,
        job: dict[str, object],
        called: str = "",
    ) -> Iterator[Step]:
        server = self._stage.servers.get(name)
        if server is None:
            return

        def run() -> Awaitable[Result]:
            pids, beside = self._stage.pids(name), self._stage.pids("mongod", "redis")
            whole = Job(
                url=server.url,
                rooms=_rooms(rooms),
                size=size,
                pids=pids,
                beside=beside,
                tokens=self._tokens.get(name, [])[: rooms * size],
                **{"dialect": server.dialect, **job},  # type: ignore[arg-type]
            )
            return generator.run(whole)

        yield Step(measure, called or name, run, takes)

    def _appends(self) -> Iterator[Step]:
        async def one_node() -> str:
            return self._stage.stores.mongodb

        yield from self._append("appends", one_node)
        yield from self._append("appends on three nodes", self._stage.three_nodes)
        seconds = self._sizes.seconds
        job = {"scenario": "appends", "window": 1, "seconds": seconds, "warm": self._sizes.warm}
        for name in ("wick", NAME, "node-stored"):
            yield from self._step("appends over sockets", name, 2, SENDERS, seconds + 2.5, job)

    def _append(self, measure: str, mongodb: Callable[[], Awaitable[str]]) -> Iterator[Step]:
        seconds, stage = self._sizes.seconds, self._stage
        options = ("--senders", str(SENDERS), "--seconds", str(seconds))

        async def ours() -> Result:
            environ = {**stage.environ, **SERVES_ONLY, "MONGODB_URI": await mongodb()}
            return _appended(await measured(sys.executable, "-m", PYTHON_APPENDS, *options, environ=environ))

        async def earlier(other: Before) -> Result:
            command = other.command("-m", PYTHON_APPENDS, *options)
            return _appended(await measured(*command, environ=other.on(await mongodb())))

        async def theirs() -> Result:
            return _appended(await node.appends(await mongodb(), SENDERS, seconds))

        yield Step(measure, "wick", ours, seconds + 3.5)
        if stage.before is not None:
            yield Step(measure, NAME, partial(earlier, stage.before), seconds + 3.5)
        if stage.has_node:
            yield Step(measure, "node-stored", theirs, seconds + 2.5)

    def _large_rooms(self) -> Iterator[Step]:
        stage, program = self._stage, str(ROOT / LARGE_ROOMS)

        async def ours() -> Result:
            environ = {**stage.environ, "PYTHONPATH": str(ROOT)}
            return Result(figures=await measured(sys.executable, program, environ=environ))

        async def earlier(other: Before) -> Result:
            environ = {**other.environ, "PYTHONPATH": str(other.directory)}
            return Result(figures=await measured(*other.command(program), environ=environ))

        yield Step("large rooms", "wick", ours, 30)
        if stage.before is not None:
            yield Step("large rooms", NAME, partial(earlier, stage.before), 30)

    def _bare_limit(self) -> Iterator[Step]:
        program, seconds = self._stage.limit, self._sizes.seconds / 2
        if program is None:
            return
        for frames in (1, 16):

            async def run(frames: int = frames) -> Result:
                found = await limit.run(program, 500, 130 * frames, seconds)
                return Result(
                    seconds=found["seconds"], cpu=found["cpu"], delivered=int(found["sends"]) * frames
                )

            yield Step("bare limit", f"{frames} a send", run, seconds + 0.2)


def _rooms(count: int) -> list[str]:
    return [f"{ROOM}-{number}" for number in range(1, count + 1)]


def _appended(found: dict[str, float]) -> Result:
    return Result(seconds=found["seconds"], cpu=found["cpu"], posted=int(found["appends"]))
