"""deploy/rolling-restart: every instance is replaced, and nobody who asks for a page notices."""

import asyncio
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.process import ROOT
from tests.cluster.conftest import Cluster, StartCluster
from tests.cluster.reconnecting import converge, reconnecting_clients

SCRIPT = ROOT / "deploy" / "rolling-restart"
ASKERS = 4
# As `systemctl restart`: SIGTERM, and back when the old process is gone. The supervisor starts another.
RESTART = """\
#!/bin/sh
pid=$(sed -n "s/^instance-$(($1 - {port})) //p" {pids})
kill -TERM "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
"""


def restart_all(cluster: Cluster, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = folder / "restart"
    command.write_text(RESTART.format(port=cluster.port, pids=cluster.directory / "pids"))
    command.chmod(0o755)
    ports = [str(cluster.port + number) for number in range(1, cluster.size + 1)]
    environ = {**os.environ, "RESTART": f"{command} "}
    return subprocess.run([SCRIPT, *ports], env=environ, capture_output=True, text=True, timeout=300)


class Askers:
    """Browsers that ask for a page again and again; `outcomes` counts status codes, and 0 for no answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.outcomes: Counter[int] = Counter()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n % 2 == 0,)) for n in range(ASKERS)]

    @property
    def count(self) -> int:
        return self.outcomes.total()

    @property
    def failed(self) -> dict[int, int]:
        return {status: count for status, count in self.outcomes.items() if status == 0 or status >= 500}

    @contextmanager
    def asking(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _ask(self, sends_a_form: bool) -> None:
        """A form is refused for its missing cookie, which is an answer too; Nginx does not repeat it."""
        data = b"username=ann" if sends_a_form else None
        while not self._over.is_set():
            try:
                with urllib.request.urlopen(f"{self.url}/sign-in/", data, timeout=30) as answer:
                    self.outcomes[answer.status] += 1
            except urllib.error.HTTPError as error:
                error.close()
                self.outcomes[error.code] += 1
            except OSError:
                self.outcomes[0] += 1


async def test_no_request_fails_and_everybody_comes_back(start_cluster: StartCluster, tmp_path: Path) -> None:
    cluster = start_cluster(3, "wick", WICK_RATE_POSTS="10000")
    before = cluster.pids()
    clients = reconnecting_clients(cluster, 9, "rolling")
    await asyncio.gather(*(client.client() for client in clients))
    askers = Askers(cluster.url)
    over, one_at_a_time = asyncio.Event(), asyncio.Lock()

    async def talk(number: int) -> None:
        turn = 0
        while not over.is_set():
            async with one_at_a_time:
                await clients[number].post(f"{number}: {turn}")
            turn += 1

    talking = asyncio.gather(*(talk(number) for number in range(3)))
    with askers.asking():
        done = await asyncio.to_thread(restart_all, cluster, tmp_path)
    over.set()
    await talking
    assert (done.returncode, done.stderr) == (0, "")
    assert askers.count >= 500
    assert askers.failed == {}
    after = cluster.pids()
    assert not [name for name in cluster.instances if after[name] == before[name]]
    await converge(clients)
    for client in clients:
        await client.disconnect()


def test_none_is_taken_away_while_another_is_not_ready(start_cluster: StartCluster, tmp_path: Path) -> None:
    cluster = start_cluster(2, "wick", WICK_RATE_POSTS="10000")
    before = cluster.pids()
    cluster.kill("instance-2", signal.SIGSTOP)
    try:
        done = restart_all(cluster, tmp_path)
    finally:
        cluster.kill("instance-2", signal.SIGCONT)
    assert done.returncode == 1
    assert f"port {cluster.port + 2} is not ready" in done.stderr
    assert cluster.pids() == before
