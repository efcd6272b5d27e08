"""What a command does reaches open sockets on every instance, through Redis or without it."""

import asyncio
import signal

import pytest

from tests.client import Client
from tests.cluster.conftest import Cluster


@pytest.fixture
async def everywhere(cluster: Cluster) -> dict[str, str]:
    """The address of each instance, past Nginx."""
    return {name: url.replace("http", "ws") + "/ws/" for name, url in cluster.instances.items()}


async def connected(cluster: Cluster, addresses: dict[str, str], username: str) -> list[Client]:
    """One person, with a socket on each instance that follows general."""
    token = await asyncio.to_thread(cluster.manage, "createtoken", username, "--create")
    clients = [await Client(address, token=token).open() for address in addresses.values()]
    for client in clients:
        await client.follow("general")
    return clients


async def test_the_banned_are_told_on_every_instance(cluster: Cluster, everywhere: dict[str, str]) -> None:
    clients = await connected(cluster, everywhere, "banned")
    await asyncio.to_thread(cluster.manage, "ban", "banned", "general", "--reason", "spam")
    for client in clients:
        await client.wait_for(type="left", room="general", reason="banned")
        assert await client.refused("join", room="general") == "forbidden"
        await client.close()


async def test_the_suspended_are_closed_on_every_instance(
    cluster: Cluster, everywhere: dict[str, str]
) -> None:
    clients = await connected(cluster, everywhere, "suspended")
    await asyncio.to_thread(cluster.manage, "suspend", "suspended")
    for client in clients:
        assert await client.closed() == 4403
        await client.close()


async def test_while_redis_is_dead_everything_still_arrives(
    cluster: Cluster, everywhere: dict[str, str]
) -> None:
    clients = await connected(cluster, everywhere, "redisless")
    revoked = await asyncio.to_thread(cluster.manage, "createtoken", "redisless")
    guest = await Client(everywhere["instance-3"], token=revoked).open()
    await guest.welcomed()
    pid = cluster.pids()["redis"]
    cluster.kill("redis", signal.SIGSTOP)
    try:
        await asyncio.to_thread(cluster.manage, "announce", "Redis rests for a while")
        for client in clients:
            await client.wait_for(type="news", text="Redis rests for a while")
        seq = await clients[0].post("general", "across, without Redis")
        for client in clients:
            await client.wait_for(type="event", seq=seq)
        await asyncio.to_thread(cluster.manage, "revoketoken", revoked)
        assert await guest.closed() == 4401
    finally:
        cluster.kill("redis", signal.SIGCONT)
    assert cluster.pids()["redis"] == pid
    for client in (*clients, guest):
        await client.close()
