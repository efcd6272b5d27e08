"""What a command does reaches open sockets, with Redis, without it, and while it is down."""

import asyncio
import os
import subprocess
import sys

import pytest

from deploy.local.process import ROOT
from tests.instance import Instance
from tests.workspace import Workspace


@pytest.fixture(params=["alone", "redis", "redis is down"])
def layer(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "alone":
        return {}
    if request.param == "redis is down":
        return {"REDIS_URL": "redis://127.0.0.1:1/0"}
    return {"REDIS_URL": str(request.getfixturevalue("redis_url"))}


@pytest.fixture
def instance(workspace: Workspace, layer: dict[str, str]):
    with workspace.running("reached", **layer) as instance:
        yield instance


@pytest.fixture
def manage(workspace: Workspace, layer: dict[str, str]):
    """`manage.py` as a process beside the instance."""

    async def manage(*arguments: str) -> None:
        environ = {**os.environ, "MONGODB_URI": workspace.mongodb_uri, **layer}
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr

    return manage


async def test_bans_suspensions_tokens_and_news(
    workspace: Workspace, room: str, instance: Instance, manage
) -> None:
    banned_one, suspended_one, program = (
        workspace.new_account(),
        workspace.new_account(),
        workspace.new_account(),
    )
    async with (
        banned_one.at(instance) as banned,
        suspended_one.at(instance) as suspended,
        program.at(instance) as revoked,
        workspace.accounts.member.at(instance) as member,
    ):
        await member.follow(room)
        await banned.follow(room)

        await manage("announce", "We move at noon.")
        await member.wait_for(type="news", text="We move at noon.")
        await manage("announce", "We have moved.", "--room", room)
        await member.wait_for(type="event", text="We have moved.")
        await manage("ban", banned_one.username, room)
        assert (await banned.wait_for(type="left", room=room))["reason"] == "banned"
        await manage("suspend", suspended_one.username)
        assert await suspended.closed() == 4403
        await manage("revoketoken", program.token)
        assert await revoked.closed() == 4401
        assert member.is_open
