"""Several Redis servers in REDIS_URL: the groups of rooms are spread over them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chatsite.layer import RedisLayer
from tests.instance import Instance
from tests.services import StartServers
from tests.socket.conftest import ROOMY
from tests.socket.other_process import typing_arrives
from tests.supervisor import Supervisor
from tests.workspace import Accounts, Workspace


@dataclass
class Cluster:
    one: Instance
    two: Instance
    servers: list[Supervisor]
    addresses: list[str]

    async def shard_of(self, room: str) -> int:
        """Which server carries the events of a room."""
        layer = RedisLayer(hosts=self.addresses, prefix="wick")
        return int(layer.shard_of(f"wick.room.{room}"))


@pytest.fixture
def cluster(workspace: Workspace, start_servers: StartServers) -> Iterator[Cluster]:
    """Two instances on two Redis servers of their own, which stay away for long when they die."""
    servers = [start_servers(nodes=0, redis=True, restart_after=4) for _ in range(2)]
    addresses = [server.variable("REDIS_URL") for server in servers]
    environ = {**ROOMY, "REDIS_URL": ", ".join(addresses)}
    one, two = (workspace.instance(name, **environ) for name in ("left", "right"))
    one.start()
    two.start()
    yield Cluster(one, two, servers, addresses)
    one.close()
    two.close()


async def test_each_server_carries_some_rooms_and_the_end_of_one_is_not_noticed_in_any(
    cluster: Cluster, accounts: Accounts, workspace: Workspace
) -> None:
    rooms: dict[int, str] = {}
    while len(rooms) < 2:
        room = await asyncio.to_thread(workspace.room)
        rooms.setdefault(await cluster.shard_of(room), room)
    async with accounts.member.at(cluster.one) as here, accounts.other.at(cluster.two) as there:
        for room in rooms.values():
            await here.follow(room)
            await there.follow(room)
            await typing_arrives(here, there, room)
            await there.wait_for(type="event", room=room, seq=await here.post(room))
        for shard, server in enumerate(cluster.servers):
            pid = server.kill("redis")
            for room in rooms.values():
                seq = await here.post(room, "the last one")
                await there.wait_for(type="event", room=room, seq=seq)
            await typing_arrives(here, there, rooms[1 - shard])
            await asyncio.to_thread(server.wait_for_another, "redis", pid)
            await typing_arrives(here, there, rooms[shard])
    for instance in (cluster.one, cluster.two):
        for number in (1, 2):
            said = f"the channel layer, server {number} of 2, does not answer: "
            assert instance.log.read_text().count(said) == 1
        assert "Traceback" not in instance.log.read_text()
