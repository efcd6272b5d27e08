"""Ten thousand people on the whole system: three instances behind Nginx on a replica set of three."""

import shlex
import sys
from pathlib import Path

from bench import generator
from bench.load.job import Job, Result
from bench.programs import said
from bench.servers import UNLIMITED
from bench.workspace import ROOM
from deploy.local import ports
from deploy.local.group import Group
from deploy.local.identity import Record
from deploy.local.probes import healthy
from deploy.local.service import Service

ROOMS = 20
RATE = 20.0  # messages a second, over all rooms
INSTANCES = 3
MEASURE = "a crowd behind Nginx"


async def run(directory: Path, people: int, seconds: float) -> Result:
    """The cluster is started for this, with its data in `directory`, and ended again."""
    port = _ports_in_a_row(INSTANCES + 1)
    environ = {"CLUSTER_DIR": str(directory), "CLUSTER_PORT": str(port), "CLUSTER_SIZE": str(INSTANCES)}
    command = (sys.executable, "-m", "deploy.local.cluster")
    cluster = Service(
        "cluster", command, healthy(port), {**environ, **UNLIMITED}, patience=120, grace=60, aloud=False
    )
    group = Group(directory / "supervisor", Record(directory / "supervisor"))
    try:
        await group.start(cluster)
        tokens = await _people(directory, people)
        return await generator.run(_job(f"http://127.0.0.1:{port}", directory, tokens, people, seconds))
    finally:
        await group.stop()


def _job(url: str, directory: Path, tokens: list[str], people: int, seconds: float) -> Job:
    return Job(
        scenario="paced",
        dialect="wick",
        url=url,
        rooms=[f"{ROOM}-{number}" for number in range(1, ROOMS + 1)],
        size=people // ROOMS,
        pids=_instances(directory),
        tokens=tokens,
        rate=RATE,
        seconds=seconds,
        warm=2.0,
    )


async def _people(directory: Path, count: int) -> list[str]:
    """Tokens, and the rooms, made in the cluster's database with the cluster's own settings."""
    lines = (directory / "env").read_text().splitlines()
    environ = {
        name: value
        for name, _, quoted in (line.partition("=") for line in lines)
        for value in shlex.split(quoted)
    }
    options = ("--people", str(count), "--rooms", str(ROOMS))
    return (await said(sys.executable, "-m", "bench.workspace", *options, environ=environ)).split()


def _instances(directory: Path) -> list[int]:
    lines = (line.split() for line in (directory / "pids").read_text().splitlines())
    return [int(pid) for name, pid in lines if name.startswith("instance-")]


def _ports_in_a_row(count: int) -> int:
    """The first of `count` ports that are free and follow one another."""
    while True:
        [first] = ports.free()
        if all(ports.is_free(first + more) for more in range(count)):
            return first
