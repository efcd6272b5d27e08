"""Processes are killed while clients talk: nothing that was acked is lost or doubled, and the order holds."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pymongo
import pytest

from tests.cluster.conftest import Cluster, StartCluster
from tests.cluster.reconnecting import OUTAGE, ReconnectingClient, converge, reconnecting_clients
from tests.polling import async_wait_until

RATES = {"WICK_RATE_POSTS": "10000", "WICK_RATE_FRAMES": "100000"}


@pytest.fixture
def busy(start_cluster: StartCluster) -> Cluster:
    """The cluster of tests/cluster/test_order.py's size, for a module that hurts it."""
    return start_cluster(3, "wick", **RATES)


@pytest.fixture
async def talking(busy: Cluster, request: pytest.FixtureRequest) -> AsyncIterator[list[ReconnectingClient]]:
    clients = reconnecting_clients(busy, 9, request.node.name.replace("_", "-")[:40].strip("-"))
    yield clients
    for client in clients:
        await client.disconnect()


async def talk_while(clients: list[ReconnectingClient], happens: Callable[[], Awaitable[None]]) -> None:
    """Every client posts before, during and after what happens."""
    over, few_at_once = asyncio.Event(), asyncio.Semaphore(3)

    async def talk(client: ReconnectingClient) -> None:
        turn = 0
        while not over.is_set():
            async with few_at_once:
                await client.post(f"turn {turn}")
            turn += 1

    talkers = asyncio.gather(*(talk(client) for client in clients))
    try:
        await all_post(clients)
        await happens()
        await all_post(clients)
    finally:
        over.set()
        await talkers


async def all_post(clients: list[ReconnectingClient], count: int = 5) -> None:
    """Returns when each client has had that many more acks."""
    before = [len(client.acked) for client in clients]
    await async_wait_until(
        lambda: all(len(client.acked) >= had + count for client, had in zip(clients, before, strict=True)),
        within=OUTAGE,
        what="acks of every client",
    )


async def test_an_instance_is_killed(busy: Cluster, talking: list[ReconnectingClient]) -> None:
    async def happens() -> None:
        await asyncio.to_thread(busy.restart, "instance-2", signal.SIGKILL)

    await talk_while(talking, happens)
    await converge(talking)


async def test_an_instance_ends_in_order(busy: Cluster, talking: list[ReconnectingClient]) -> None:
    async def happens() -> None:
        await asyncio.to_thread(busy.restart, "instance-1", signal.SIGTERM)

    await talk_while(talking, happens)
    await converge(talking)
    assert sum(client.reconnect_frames for client in talking) > 0
    assert {code for client in talking for code in client.closed_with} <= {1000, 1012}


async def test_redis_is_killed(busy: Cluster, talking: list[ReconnectingClient]) -> None:
    async def happens() -> None:
        pid = busy.kill("redis")
        await asyncio.to_thread(busy.wait_for_another, "redis", pid)

    await talk_while(talking, happens)
    await converge(talking)
    assert not any(client.closed_with for client in talking), "nobody's socket had to go"


async def test_the_primary_steps_down(busy: Cluster, talking: list[ReconnectingClient]) -> None:
    async def happens() -> None:
        client: pymongo.MongoClient[dict[str, Any]]
        with pymongo.MongoClient(busy.env["MONGODB_URI"]) as client:
            await asyncio.to_thread(client.admin.command, "replSetStepDown", 5, force=True)

    await talk_while(talking, happens)
    await converge(talking)


async def test_the_primary_is_killed(busy: Cluster, talking: list[ReconnectingClient]) -> None:
    async def happens() -> None:
        client: pymongo.MongoClient[dict[str, Any]]
        with pymongo.MongoClient(busy.env["MONGODB_URI"]) as client:
            _, port = await asyncio.to_thread(lambda: client.admin.command("hello")["primary"].split(":"))
        name = await asyncio.to_thread(serving, busy, port)
        pid = busy.kill(name)
        await asyncio.to_thread(busy.wait_for_another, name, pid)

    await talk_while(talking, happens)
    await converge(talking)


def serving(cluster: Cluster, port: str) -> str:
    """The name of the mongod that listens on this port."""
    for name, pid in cluster.pids().items():
        if name.startswith("mongod"):
            with open(f"/proc/{pid}/cmdline") as command:
                if port in command.read().split("\0"):
                    return name
    raise AssertionError(f"no mongod of the cluster listens on {port}")
