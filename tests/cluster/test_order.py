"""Three instances get messages at the same moment, and everyone sees the same room."""

import asyncio

import pytest

from tests.cluster.conftest import StartCluster
from tests.cluster.reconnecting import converge, reconnecting_clients

PEOPLE, MESSAGES = 30, 2000
RATES = {"WICK_RATE_POSTS": "10000", "WICK_RATE_FRAMES": "100000"}


@pytest.mark.parametrize("server", ["wick", "daphne"])
async def test_thirty_people_on_three_instances_end_with_one_gapless_list(
    start_cluster: StartCluster, server: str
) -> None:
    cluster = start_cluster(3, server, **RATES)
    clients = reconnecting_clients(cluster, PEOPLE, f"order-{server}")
    await asyncio.gather(*(client.client() for client in clients))

    async def talk(number: int) -> None:
        for turn in range(number, MESSAGES, PEOPLE):
            await clients[number].post(f"message {turn}")

    await asyncio.gather(*(talk(number) for number in range(PEOPLE)))

    assert await converge(clients) == MESSAGES
    assert len(set().union(*(client.instances for client in clients))) == 3, "they were not spread"
    for client in clients:
        await client.disconnect()
    assert '"events": 2000' in cluster.manage("verify_log", f"order-{server}", "--json")


async def test_posts_that_one_socket_sends_without_waiting_keep_their_order(
    start_cluster: StartCluster,
) -> None:
    clients = reconnecting_clients(start_cluster(3, "wick", **RATES), 6, "pipelined")

    async def talk(number: int) -> list[int]:
        client = await clients[number].client()
        ids = [f"{number:08x}-0000-4000-8000-{turn:012x}" for turn in range(60)]
        for message_id in ids:
            await client.send("post", room="pipelined", id=message_id, text="one of many")
        return [(await client.wait_for(type="ack", id=message_id))["seq"] for message_id in ids]

    for seqs in await asyncio.gather(*(talk(number) for number in range(6))):
        assert seqs == sorted(seqs)
    for client in clients:
        await client.has_all_up_to(360)
        await client.disconnect()
