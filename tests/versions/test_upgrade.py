"""A whole upgrade, from a database that the version before has made to the new keys of its log."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.local.process import ROOT
from tests.client import Client, new_id
from tests.instance import Instance
from tests.supervisor import Supervisor
from tests.versions.conftest import LIMITS, ActionsProcessBefore
from tests.workspace import Account

ROOM = "general"
POSTS = 40


class Site:
    """One database, the code of both versions, and somebody who talks there."""

    def __init__(self, uri: str, code_before: Path) -> None:
        self.environ = {"MONGODB_URI": uri, **LIMITS}
        self.before = Instance("before", self.environ, root=code_before)
        self.now = Instance("now", self.environ)
        actions = ActionsProcessBefore(self.environ, code_before)
        actions("migrate")
        self.ann = Account(**actions("account", username="ann", name="Ann"))
        actions("room", slug=ROOM, owner=self.ann.id)
        actions.close()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`manage.py` of this version."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.now.environ, capture_output=True, text=True, timeout=120
        )

    def close(self) -> None:
        self.before.close()
        self.now.close()


@pytest.fixture
def site(servers: Supervisor, code_before: Path, tmp_path: Path) -> Iterator[Site]:
    name = f"wick_{new_id()[:8]}"
    uri = urlsplit(servers.variable("MONGODB_URI"))._replace(path=f"/{name}").geturl()
    site = Site(uri, code_before)
    yield site
    site.close()


async def say(client: Client, ids: list[str]) -> list[int]:
    """Posts with these ids, all at once; their seqs."""
    acks = await asyncio.gather(*(client.ask("post", room=ROOM, id=id, text="hello") for id in ids))
    return [int(ack["seq"]) for ack in acks]


async def test_nothing_acked_is_lost_or_doubled(site: Site) -> None:
    ids = [[new_id() for _ in range(POSTS)] for _ in range(3)]
    site.before.start()
    async with site.ann.at(site.before) as client:
        seqs = [await say(client, ids[0])]
    assert site.manage("migrate", "-v0").returncode == 0
    site.now.start()
    async with site.ann.at(site.before) as old, site.ann.at(site.now) as new:
        seqs += [await say(old, ids[1]), await say(new, ids[2])]
        assert [await say(new, some) for some in ids] == seqs
        assert [await say(old, some) for some in ids] == seqs

    held_up = await asyncio.to_thread(site.manage, "upgrade_log")
    assert (held_up.returncode, "older version are serving: before" in held_up.stderr) == (1, True)
    site.before.stop()

    async with site.ann.at(site.now) as client:
        done = asyncio.create_task(asyncio.to_thread(site.manage, "upgrade_log"))
        while not done.done():
            assert [await say(client, some) for some in ids] == seqs
            more = [new_id()]
            seqs, ids = [*seqs, await say(client, more)], [*ids, more]
        assert (await done).returncode == 0, (await done).stderr
        assert [await say(client, some) for some in ids] == seqs
        view = await client.load_all(ROOM)
        assert (
            sorted(view.seqs)
            == sorted(seq for some in seqs for seq in some)
            == list(range(1, len(view.seqs) + 1))
        )
        assert [view.ids[seq] for some in seqs for seq in some] == [id for some in ids for id in some]
    assert "nothing is wrong" in site.manage("verify_log").stdout


async def test_an_instance_of_before_that_comes_back_stores_nothing(site: Site) -> None:
    site.before.start()
    async with site.ann.at(site.before) as client:
        id = new_id()
        [seq] = await say(client, [id])
    site.before.stop()
    for command in ("migrate", "upgrade_log"):
        assert site.manage(command).returncode == 0
    site.before.start()
    async with site.ann.at(site.before) as client:
        sent = (id, new_id())
        for each in sent:
            await client.send("post", room=ROOM, id=each, text="hello")
        for each in sent:
            answer = await client.wait_for(id=each)  # it tries for 10 s
            assert answer["code"] == "unavailable"
    site.before.stop()
    site.now.start()
    async with site.ann.at(site.now) as client:
        assert await say(client, [id]) == [seq]
        assert (await client.load_all(ROOM)).seqs == {seq}
