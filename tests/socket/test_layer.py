"""Promise 3 while Redis fails: it makes events fast, the log makes them sure."""

import asyncio
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.polling import async_wait_until
from tests.services import StartServers
from tests.socket.conftest import ROOMY
from tests.socket.other_process import typing_arrives
from tests.supervisor import Supervisor
from tests.workspace import Accounts, Workspace


@dataclass
class Cluster:
    one: Instance
    two: Instance
    redis: Supervisor


@pytest.fixture
def cluster(workspace: Workspace, start_servers: StartServers) -> Iterator[Cluster]:
    """Two instances on a Redis of their own, which stays away for long when it dies."""
    redis = start_servers(nodes=0, redis=True, restart_after=4)
    environ = {**ROOMY, "REDIS_URL": redis.variable("REDIS_URL")}
    made = Cluster(workspace.instance("left", **environ), workspace.instance("right", **environ), redis)
    made.one.start()
    made.two.start()
    yield made
    made.one.close()
    made.two.close()


async def test_rooms_work_on_while_redis_is_down(
    cluster: Cluster, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with (
        accounts.member.at(cluster.one) as here,
        accounts.other.at(cluster.two) as there,
        somebody.at(cluster.two) as victim,
    ):
        for client in (here, there, victim):
            await client.follow(room)
        await there.wait_for(type="event", seq=await here.post(room))
        pid = cluster.redis.kill("redis")

        # The last event of a room, which no later one reveals.
        seq = await here.post(room, "the last one")
        await there.wait_for(type="event", seq=seq)
        await here.wait_for(type="event", seq=await there.post(room))

        # What was acked is in whatever another instance answers, at once.
        for _ in range(20):
            seq = await here.post(room)
            joined = await victim.join(room, since=seq - 1)
            assert [event["seq"] for event in joined["events"]] == [seq]
            page = await there.ask("history", room=room, limit=1)
            assert page["events"][0]["seq"] == seq

        # What keeps people out does not need it either.
        await asyncio.to_thread(actions, "ban", by=accounts.owner.id, room=room, user=somebody.id)
        await victim.wait_for(type="left", reason="banned")
        await asyncio.to_thread(actions, "suspend", user=somebody.id)
        assert await victim.closed() == 4403

        await asyncio.to_thread(cluster.redis.wait_for_another, "redis", pid)
        await heals(here, there, room)
        assert here.view(room).seqs == there.view(room).seqs
    for instance in (cluster.one, cluster.two):
        said = instance.log.read_text()
        assert said.count("the channel layer does not answer: ") == 1
        assert "Traceback" not in said


async def heals(here: Client, there: Client, room: str) -> None:
    """Returns when the layer carries frames again."""
    await typing_arrives(here, there, room)
    await there.wait_for(type="event", seq=await here.post(room))


async def test_a_redis_that_hangs_delays_no_ack_and_loses_no_event(
    cluster: Cluster, accounts: Accounts, room: str
) -> None:
    """A link that is open and carries nothing: no error shows it."""
    async with accounts.member.at(cluster.one) as here, accounts.other.at(cluster.two) as there:
        await here.follow(room)
        await there.follow(room)
        await there.wait_for(type="event", seq=await here.post(room))
        cluster.redis.kill("redis", signal.SIGSTOP)
        try:
            for _ in range(5):
                seq = await here.post(room)
            await there.wait_for(type="event", seq=seq)
        finally:
            cluster.redis.kill("redis", signal.SIGCONT)
        await heals(here, there, room)


async def test_who_came_and_what_was_read_while_redis_was_away_is_known_when_it_is_back(
    cluster: Cluster, accounts: Accounts, room: str
) -> None:
    async with (
        accounts.member.at(cluster.one) as here,
        accounts.member.at(cluster.two) as there,
        accounts.other.at(cluster.one) as other,
    ):
        for client in (here, there):
            await client.follow(room)
        await there.wait_for(type="event", seq=await here.post(room))
        pid = cluster.redis.kill("redis")
        await here.send("read", room=room, seq=1)
        await other.follow(room)
        await other.settle()
        await asyncio.to_thread(cluster.redis.wait_for_another, "redis", pid)
        await there.wait_for(type="presence", count=2)

        async def knows_marker() -> bool:  # either may be known first
            return bool((await there.join(room))["read"] == 1)

        await async_wait_until(knows_marker, what="the marker")


async def test_events_that_the_layer_did_not_carry_are_filled_in_before_later_ones(
    pair: tuple[Instance, Instance], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    """ActionsProcess stores without a word to Redis, so that what the pair then says has gaps before it."""
    async with accounts.member.at(pair[0]) as here, accounts.other.at(pair[1]) as there:
        await here.follow(room)
        await there.follow(room)

        async def silently() -> None:
            for _ in range(15):
                await asyncio.to_thread(actions, "post", by=accounts.owner.id, room=room, count=2)

        storing = asyncio.create_task(silently())
        while not storing.done():
            await here.post(room, "aloud")
        last = await here.post(room, "last")
        for client in (here, there):
            await client.wait_for(type="event", seq=last)
            assert client.view(room).seqs == set(range(1, last + 1))
            assert [event["seq"] for event in client.all("event")] == list(range(1, last + 1))
