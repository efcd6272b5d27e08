"""Whatever dies while people talk: nothing that was acked is lost or doubled, and the order holds."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pymongo
import pytest

from tests.cluster.conftest import Cluster, StartCluster
from tests.cluster.crowd import Person, crowd, hold_the_same

RATES = {"WICK_RATE_POSTS": "10000", "WICK_RATE_FRAMES": "100000"}


@pytest.fixture
def busy(start_cluster: StartCluster) -> Cluster:
    """The cluster of tests/cluster/test_order.py's size, for a module that hurts it."""
    return start_cluster(3, "wick", **RATES)


@pytest.fixture
async def talking(busy: Cluster, request: pytest.FixtureRequest) -> AsyncIterator[list[Person]]:
    people = crowd(busy, 9, request.node.name.replace("_", "-")[:40].strip("-"))
    yield people
    for person in people:
        await person.leave()


async def talk_while(people: list[Person], happens: Callable[[], Awaitable[None]]) -> None:
    """Everyone talks before, during and after what happens."""
    over = asyncio.Event()

    async def talk(person: Person) -> None:
        turn = 0
        while not over.is_set():
            await person.say(f"turn {turn}")
            turn += 1
            await asyncio.sleep(0.02)

    talkers = asyncio.gather(*(talk(person) for person in people))
    try:
        await asyncio.sleep(0.5)
        await happens()
        await asyncio.sleep(0.5)
    finally:
        over.set()
        await talkers


async def test_an_instance_is_killed(busy: Cluster, talking: list[Person]) -> None:
    async def happens() -> None:
        await asyncio.to_thread(busy.restart, "instance-2", signal.SIGKILL)

    await talk_while(talking, happens)
    await hold_the_same(talking)


async def test_an_instance_ends_in_order(busy: Cluster, talking: list[Person]) -> None:
    async def happens() -> None:
        await asyncio.to_thread(busy.restart, "instance-1", signal.SIGTERM)

    await talk_while(talking, happens)
    await hold_the_same(talking)
    assert sum(person.told_to_leave for person in talking) > 0
    assert {code for person in talking for code in person.closed_with} <= {1000, 1012}


async def test_redis_is_killed(busy: Cluster, talking: list[Person]) -> None:
    async def happens() -> None:
        pid = busy.kill("redis")
        await asyncio.to_thread(busy.wait_for_another, "redis", pid)

    await talk_while(talking, happens)
    await hold_the_same(talking)
    assert not any(person.closed_with for person in talking), "nobody's socket had to go"


async def test_the_primary_steps_down(busy: Cluster, talking: list[Person]) -> None:
    async def happens() -> None:
        client: pymongo.MongoClient[dict[str, Any]]
        with pymongo.MongoClient(busy.env["MONGODB_URI"]) as client:
            await asyncio.to_thread(client.admin.command, "replSetStepDown", 5, force=True)

    await talk_while(talking, happens)
    await hold_the_same(talking)


async def test_the_primary_is_killed(busy: Cluster, talking: list[Person]) -> None:
    async def happens() -> None:
        client: pymongo.MongoClient[dict[str, Any]]
        with pymongo.MongoClient(busy.env["MONGODB_URI"]) as client:
            _, port = await asyncio.to_thread(lambda: client.admin.command("hello")["primary"].split(":"))
        name = await asyncio.to_thread(serving, busy, port)
        pid = busy.kill(name)
        await asyncio.to_thread(busy.wait_for_another, name, pid)

    await talk_while(talking, happens)
    await hold_the_same(talking)


def serving(cluster: Cluster, port: str) -> str:
    """The name of the mongod that listens on this port."""
    for name, pid in cluster.pids().items():
        if name.startswith("mongod"):
            with open(f"/proc/{pid}/cmdline") as command:
                if port in command.read().split("\0"):
                    return name
    raise AssertionError(f"no mongod of the cluster listens on {port}")
