"""Three instances get messages at the same moment, and everyone sees the same room."""

import asyncio

import pytest

from tests.cluster.conftest import StartCluster
from tests.cluster.crowd import crowd, hold_the_same

PEOPLE, MESSAGES = 30, 2000
RATES = {"WICK_RATE_POSTS": "10000", "WICK_RATE_FRAMES": "100000"}


@pytest.mark.parametrize("server", ["wick", "daphne"])
async def test_thirty_people_on_three_instances_end_with_one_gapless_list(
    start_cluster: StartCluster, server: str
) -> None:
    cluster = start_cluster(3, server, **RATES)
    people = crowd(cluster, PEOPLE, f"order-{server}")
    await asyncio.gather(*(person.client() for person in people))

    async def talk(number: int) -> None:
        for turn in range(number, MESSAGES, PEOPLE):
            await people[number].say(f"message {turn}")

    await asyncio.gather(*(talk(number) for number in range(PEOPLE)))

    assert await hold_the_same(people) == MESSAGES
    assert len(set().union(*(person.instances for person in people))) == 3, "they were not spread"
    for person in people:
        await person.leave()
    assert '"events": 2000' in cluster.manage("verify_log", f"order-{server}", "--json")


async def test_posts_that_one_socket_sends_without_waiting_keep_their_order(
    start_cluster: StartCluster,
) -> None:
    people = crowd(start_cluster(3, "wick", **RATES), 6, "pipelined")

    async def talk(number: int) -> list[int]:
        client = await people[number].client()
        ids = [f"{number:08x}-0000-4000-8000-{turn:012x}" for turn in range(60)]
        for message_id in ids:
            await client.send("post", room="pipelined", id=message_id, text="one of many")
        return [(await client.wait_for(type="ack", id=message_id))["seq"] for message_id in ids]

    for seqs in await asyncio.gather(*(talk(number) for number in range(6))):
        assert seqs == sorted(seqs)
    for person in people:
        await person.has_all_up_to(360)
        await person.leave()
