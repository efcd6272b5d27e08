"""One real instance as a child of the test run, on the run's MongoDB and the test database."""

import os
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from deploy.local import instances, ports
from deploy.local.process import ROOT, ends_with_parent
from tests.polling import wait_until


class Instance:
    """An instance on a free port. `environ` goes on top of the environment of the test process;
    `arguments` are the server's; `root` is the checkout whose code it runs."""

    def __init__(self, name: str, environ: Mapping[str, str], *arguments: str, root: Path = ROOT) -> None:
        self.arguments, self.root = arguments, root
        self.prefix: tuple[str, ...] = ()  # a command that starts it, such as prlimit
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
                ends_with_parent(
                    (*self.prefix, *instances.command(self.port, proxied=False), *self.arguments)
                ),
                cwd=self.root,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(self._serves, what="the instance to serve", within=within)
        except AssertionError as failure:
            raise AssertionError(f"{failure} Its log:\n{self.log.read_text()}") from None

    def _serves(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "The instance ended before it served."
        return serves(self.url)

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
        """End it permanently."""
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
