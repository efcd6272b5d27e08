"""What is measured on which server, in which order."""

import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from bench import generator, limit, node, servers
from bench.load.job import Job, Result
from bench.people import ROOM
from bench.programs import measured
from bench.servers import Server
from bench.stage import Stage

SENDERS = 64
DEAF = 1_000  # sockets that do not read
DEAFNESS = 25.0  # seconds
PYTHON_APPENDS = "bench.appends"


class Sizes(NamedTuple):
    """How long (seconds) and how much. `crowd` sockets sit idle, and come through Nginx.
    `whole`: slow readers and the cluster too, which take minutes."""

    rounds: int
    seconds: float
    warm: float
    crowd: int
    talk: float
    whole: bool


FULL = Sizes(rounds=3, seconds=4.0, warm=1.0, crowd=10_000, talk=20.0, whole=True)
QUICK = Sizes(rounds=1, seconds=1.5, warm=0.5, crowd=1_000, talk=5.0, whole=False)


class Step(NamedTuple):
    """One measurement: its place in the results, what it does, and about how many seconds it takes."""

    measure: str
    server: str
    run: Callable[[], Awaitable[Result]]
    takes: float


class Plan:
    """The steps on a stage. `tokens` are the people who come to Wick."""

    def __init__(self, stage: Stage, tokens: list[str], sizes: Sizes) -> None:
        self._stage, self._tokens, self._sizes = stage, tokens, sizes

    def warm_up(self) -> Iterator[Step]:
        """A little of everything, not counted: compilers that learn while they run have then learnt."""
        for name in ("wick", "node", "node-stored", "socketio", "centrifugo"):
            yield from self._load("", name, rooms=1, size=100, window=16, seconds=1.5)

    def round(self, number: int) -> Iterator[Step]:
        """Every measure that is repeated; who begins changes from round to round."""
        yield from self._bare_limit()
        steps = [*self._fan_out(), *self._small_rooms(), *self._connects()]
        turn = number * len(steps) // self._sizes.rounds
        yield from steps[turn:] + steps[:turn]
        yield from self._appends()

    def once(self) -> Iterator[Step]:
        """What takes long and varies little: idle sockets, and polling beside sockets."""
        yield from self._idle()
        yield from self._talk("wick", "paced")
        yield from self._talk("polling", "polling")
        if self._sizes.whole:
            yield from self._slow_readers()

    def _fan_out(self) -> Iterator[Step]:
        for name in ("wick", "node", "socketio", "centrifugo", "node-stored"):
            yield from self._load("fan-out, 4 in flight", name, rooms=1, size=500, window=4)
        # With 64 in flight the ordinary way would take a quarter of a minute to come to an end.
        yield from self._load("fan-out, 4 in flight", "channels", rooms=1, size=500, window=4)
        for name in ("wick", "node", "socketio", "centrifugo", "node-stored"):
            yield from self._load("fan-out, 64 in flight", name, rooms=1, size=500, window=64)

    def _small_rooms(self) -> Iterator[Step]:
        for name in ("wick", "node-stored", "node"):
            yield from self._load("small rooms", name, rooms=50, size=10, window=1)

    def _load(
        self, measure: str, name: str, *, rooms: int, size: int, window: int, seconds: float = 0.0
    ) -> Iterator[Step]:
        seconds = seconds or self._sizes.seconds
        job = {"scenario": "window", "window": window, "seconds": seconds, "warm": self._sizes.warm}
        yield from self._step(measure, name, rooms, size, seconds + self._sizes.warm + 1.7, job)

    def _connects(self) -> Iterator[Step]:
        for name in ("wick", "node"):
            yield from self._step(
                "connect and resume", name, 1, 500, 3.5, {"scenario": "connects", "warm": 0.5}
            )

    def _idle(self) -> Iterator[Step]:
        """On servers of their own, one after the other."""
        stage, crowd = self._stage, self._sizes.crowd
        made: dict[str, Callable[[int], Server]] = {"wick": lambda port: servers.wick(port, stage.environ)}
        if stage.has_node:
            made["node"] = lambda port: servers.node(port, stage.stores)
        for name, make in made.items():

            async def run(make: Callable[[int], Server] = make) -> Result:
                async with stage.fresh(make) as (server, pids):
                    job = Job(
                        scenario="idle",
                        dialect=server.dialect,
                        url=server.url,
                        rooms=_rooms(20),
                        size=crowd // 20,
                        pids=pids,
                        tokens=self._tokens,
                        seconds=3.0,
                    )
                    return await generator.run(job)

            yield Step("idle sockets", name, run, 8 + crowd / 600)

    def _slow_readers(self) -> Iterator[Step]:
        """Long messages, so that what is not read is soon more than a socket may hold."""
        job = {"scenario": "paced", "rate": 20.0, "length": 3000, "seconds": DEAFNESS}
        for name, deaf in (("nobody deaf", 0), (f"{DEAF:,} deaf", DEAF)):
            takes = DEAFNESS + 3 + deaf / 400
            yield from self._step("slow readers", "wick", 1, 100, takes, {**job, "deaf": deaf}, called=name)

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
                dialect=server.dialect,
                url=server.url,
                rooms=_rooms(rooms),
                size=size,
                pids=pids,
                beside=beside,
                tokens=self._tokens[: rooms * size],
                **job,  # type: ignore[arg-type]
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
        for name in ("wick", "node-stored"):
            yield from self._step("appends over sockets", name, 2, SENDERS, seconds + 2.5, job)

    def _append(self, measure: str, mongodb: Callable[[], Awaitable[str]]) -> Iterator[Step]:
        seconds, stage = self._sizes.seconds, self._stage
        options = ("--senders", str(SENDERS), "--seconds", str(seconds))

        async def ours() -> Result:
            environ = {**stage.environ, "MONGODB_URI": await mongodb()}
            return _appended(await measured(sys.executable, "-m", PYTHON_APPENDS, *options, environ=environ))

        async def theirs() -> Result:
            return _appended(await node.appends(await mongodb(), SENDERS, seconds))

        yield Step(measure, "wick", ours, seconds + 3.5)
        if stage.has_node:
            yield Step(measure, "node-stored", theirs, seconds + 2.5)

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
