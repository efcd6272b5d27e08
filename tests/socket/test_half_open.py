"""Connections to Redis that are open and carry nothing, while new ones work: a firewall forgot them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.client import Client
from tests.instance import Instance
from tests.proxy import Proxy
from tests.socket.conftest import ROOMY
from tests.socket.other_process import typing_arrives
from tests.workspace import Accounts, Workspace


@dataclass
class Cluster:
    near: Instance  # at Redis itself
    far: Instance  # at Redis through the proxy
    proxy: Proxy


@pytest.fixture
def cluster(workspace: Workspace, joined: dict[str, str]) -> Iterator[Cluster]:
    address = urlsplit(joined["REDIS_URL"])
    assert address.port is not None
    with Proxy(address.port) as proxy:
        through = address._replace(netloc=f"127.0.0.1:{proxy.port}").geturl()
        near = workspace.instance("near", **ROOMY, **joined)
        far = workspace.instance("far", **ROOMY, **{**joined, "REDIS_URL": through})
        near.start()
        far.start()
        yield Cluster(near, far, proxy)
        near.close()
        far.close()


@asynccontextmanager
async def talking(
    cluster: Cluster, accounts: Accounts, room: str
) -> AsyncIterator[tuple[Client, Client, Client]]:
    """Two people in a room, on either instance, who hear each other; and one who has not come in yet."""
    async with (
        accounts.member.at(cluster.near) as near,
        accounts.other.at(cluster.far) as far,
        accounts.owner.at(cluster.near) as late,
    ):
        await near.follow(room)
        await far.follow(room)
        await typing_arrives(near, far, room)
        yield near, far, late


async def test_an_instance_whose_connections_fell_silent_hears_again(
    cluster: Cluster, accounts: Accounts, room: str
) -> None:
    async with talking(cluster, accounts, room) as (near, far, late):
        await typing_arrives(far, near, room)
        silenced = cluster.proxy.silence()
        assert silenced >= 2  # one to publish by, and one that messages come by
        await late.follow(room)  # who comes meanwhile is known afterwards
        await near.wait_for(type="event", seq=await far.post(room))
        await typing_arrives(near, far, room)
        await typing_arrives(far, near, room)
        await far.wait_for(type="presence", count=3)
    said = cluster.far.log.read_text()
    assert said.count("the channel layer does not answer: ") == 1
    assert "Traceback" not in said


async def test_connections_that_are_cut_are_made_again_and_what_was_missed_is_told_again(
    cluster: Cluster, accounts: Accounts, room: str
) -> None:
    async with talking(cluster, accounts, room) as (near, far, late):
        for _ in range(3):
            cluster.proxy.cut()
            await late.follow(room)
            await late.ask("leave", room=room)
        await late.follow(room)
        await far.wait_for(type="presence", count=3)
        await typing_arrives(near, far, room)
    assert "Traceback" not in cluster.far.log.read_text()
