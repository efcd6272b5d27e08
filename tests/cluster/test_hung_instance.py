"""An instance that hangs, neither dead nor alive: Nginx asks another one."""

import signal
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.cluster.conftest import StartCluster


def test_pages_are_answered_while_an_instance_hangs(start_cluster: StartCluster) -> None:
    """The kernel still takes connections for a stopped process, so only its silence shows it."""
    cluster = start_cluster(3)

    def ask(_: int) -> int:
        # Nginx gives an instance 10 s for a page.
        with urllib.request.urlopen(f"{cluster.url}/sign-in/", timeout=30) as answer:
            return int(answer.status)

    cluster.kill("instance-2", signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(12) as browsers:
            assert set(browsers.map(ask, range(60))) == {200}
    finally:
        cluster.kill("instance-2", signal.SIGCONT)
