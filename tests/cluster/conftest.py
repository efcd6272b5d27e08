"""A whole cluster for the tests: what `make cluster` starts, on free ports, in a folder of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Protocol

import pytest

from deploy.local import ports
from deploy.local.process import ROOT
from tests.instance import serves
from tests.supervisor import Supervisor


class Cluster(Supervisor):
    """Nginx, instances, Redis and a replica set. Processes are instance-1, …, mongod-1, …, redis, nginx."""

    def __init__(self, size: int, server: str, **environ: str) -> None:
        self.port, self.size = ports.consecutive(size + 1), size
        chosen = {"CLUSTER_PORT": str(self.port), "CLUSTER_SIZE": str(size), "WICK_SERVER": server}
        super().__init__("cluster", environ={**chosen, **environ})
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}/ws/"

    @property
    def instances(self) -> dict[str, str]:
        """The instances past Nginx: http://… by name."""
        return {f"instance-{n}": f"http://127.0.0.1:{self.port + n}" for n in range(1, self.size + 1)}

    @property
    def env(self) -> dict[str, str]:
        """What a command needs to work on this cluster, as a shell reads it from the file `env`."""
        script = f"set -a; . {self.directory}/env; exec env -0"
        read = subprocess.run(["env", "-i", "sh", "-c", script], capture_output=True, text=True, check=True)
        return dict(entry.split("=", 1) for entry in read.stdout.split("\0") if entry)

    def manage(self, *arguments: str, check: bool = True) -> str:
        """`manage.py` with these arguments, on this cluster; what it prints. AssertionError if it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 or not check, f"manage.py {' '.join(arguments)}: {done.stderr}"
        return done.stdout.strip()

    def restart(self, name: str, number: signal.Signals = signal.SIGTERM, within: float = 60) -> None:
        """End a process, and return when the supervisor has started another that serves."""
        self.wait_for_another(name, self.kill(name, number), within)
        if name in self.instances:
            self.wait_for(lambda: serves(self.instances[name]), within, what=f"{name} to serve again")


class StartCluster(Protocol):
    """Starts a cluster, or gives the one with the same arguments that this module already has."""

    def __call__(self, size: int = 3, server: str = "wick", **environ: str) -> Cluster: ...


@pytest.fixture(scope="module")
def start_cluster() -> Iterator[StartCluster]:
    """`server`: wick, daphne or uvicorn. `environ`: limits of the wire, for one. All end with the module."""
    started: dict[tuple[object, ...], Cluster] = {}

    def start(size: int = 3, server: str = "wick", **environ: str) -> Cluster:
        key = (size, server, *sorted(environ.items()))
        if key not in started:
            started[key] = Cluster(size, server, **environ)
            started[key].start(ready="Wick is at http://")
        return started[key]

    yield start
    for cluster in started.values():
        cluster.stop()


@pytest.fixture(scope="module")
def cluster(start_cluster: StartCluster) -> Cluster:
    """Three instances behind Nginx."""
    return start_cluster()
