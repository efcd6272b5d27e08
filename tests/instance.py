"""One real instance as a child of the test run, on the run's MongoDB and the test database."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from deploy.local import instances, ports
from deploy.local.process import ROOT, ends_with_parent


class Instance:
    """An instance on a free port. `environ` goes on top of the environment of the test process;
    `arguments` are the server's."""

    def __init__(self, name: str, environ: Mapping[str, str], *arguments: str) -> None:
        self.arguments = arguments
        [self.port] = ports.free()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}/ws/"
        self.environ = {**os.environ, "INSTANCE": name, "PORT": str(self.port), **environ}
        handle, path = tempfile.mkstemp(prefix=f"wick-{name}-", suffix=".log")
        os.close(handle)
        self.log = Path(path)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was never started"
        return self._process.pid

    def start(self, within: float = 60) -> None:
        """Start it, and return when /healthz answers 200. AssertionError, with its log, if it does not."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                ends_with_parent((*instances.command(self.port, proxied=False), *self.arguments)),
                cwd=ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + within
        while not serves(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The instance did not serve. Its log:\n{self.log.read_text()}")
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM, within: float = 20) -> int:
        """End it, by default as an operator would; its exit status. `start` starts it again."""
        assert self._process is not None, "it was never started"
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.ended(within)

    def ended(self, within: float) -> int:
        """The exit status of one that ends by itself."""
        assert self._process is not None, "it was never started"
        return self._process.wait(within)

    def close(self) -> None:
        """End it for good."""
        if self._process is not None:
            self.stop()
        self.log.unlink(missing_ok=True)


def serves(url: str) -> bool:
    """Whether GET /healthz is answered with 200."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
