"""One of our supervisors (deploy/local) as a child of the test run: started, looked at, hurt, ended."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.local.process import ROOT, ends_with_parent
from tests.polling import wait_until

DJANGO = ("MONGODB_URI", "VAR_DIR", "DEBUG", "SECRET_KEY", "WICK_BACKGROUND_WORK")
PLACE = {
    "run": "VAR_DIR",
    "demo": "DEMO_DIR",
    "cluster": "CLUSTER_DIR",
    "services": "SERVICES_DIR",
}  # how each is given its folder


class Supervisor:
    """`python -m deploy.local.<module>` with a folder of its own, which goes when it is stopped."""

    def __init__(self, module: str, *arguments: str, environ: Mapping[str, str] | None = None) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix=f"wick-{module}-"))
        self.module, self.arguments, self.environ = module, arguments, dict(environ or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def started(self) -> bool:
        return self._process is not None

    def variable(self, name: str) -> str:
        """The value of a line NAME=value that it printed."""
        lines = (line.partition("=") for line in self.output.splitlines())
        return next(value for key, _, value in lines if key == name)

    @property
    def output(self) -> str:
        """All that it printed so far."""
        return (self.directory / "output").read_text(errors="replace")

    def start(self, ready: str, within: float = 120) -> None:
        """Start it, and return when it has printed `ready`; AssertionError (with its output) if not."""
        with (self.directory / "output").open("wb") as output:
            self._process = subprocess.Popen(
                ends_with_parent((sys.executable, "-m", f"deploy.local.{self.module}", *self.arguments)),
                cwd=ROOT,
                env=self._environ(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is pytest's: it stops us when its fixtures end
            )
        self.wait_for(lambda: ready in self.output, within, what=f"{ready!r} in the output")

    def _environ(self) -> dict[str, str]:
        """Ours, without what tests/services.py set for Django in this process."""
        ours = {name: value for name, value in os.environ.items() if name not in DJANGO}
        return {**ours, PLACE[self.module]: str(self.directory), **self.environ}

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was never started"
        return self._process.pid

    def ended(self) -> int | None:
        """The supervisor's exit status; None while it runs."""
        return self._process.poll() if self._process else 0

    def pids(self) -> dict[str, int]:
        """The living processes by name."""
        lines = (self.directory / "pids").read_text().split("\n")
        return {name: int(pid) for name, _, pid in (line.partition(" ") for line in lines if line)}

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to one of its processes; its pid. If it dies, it comes back after RESTART_AFTER s."""
        pid = self.pids()[name]
        os.kill(pid, number)
        return pid

    def wait_for(self, true: Callable[[], bool], within: float = 30, *, what: str = "it") -> None:
        """Returns when `true()`; AssertionError, with its output, when it ends before, or too late."""

        def true_while_it_runs() -> bool:
            if true():
                return True
            assert self.ended() is None, f"It ended before {what}."
            return False

        try:
            wait_until(true_while_it_runs, within=within, what=what)
        except AssertionError as failure:
            raise AssertionError(f"{failure} Output of deploy.local.{self.module}:\n{self.output}") from None

    def wait_for_another(self, name: str, pid: int, within: float = 30) -> int:
        """Wait until this process lives again, with another pid; that pid."""
        self.wait_for(lambda: self.pids().get(name, pid) != pid, within, what=f"another {name}")
        return self.pids()[name]

    def signal(self, number: signal.Signals = signal.SIGTERM, within: float = 45) -> int:
        """Send a signal to the supervisor, and wait for its end; its exit status."""
        assert self._process is not None, "it was never started"
        self._process.send_signal(number)
        return self._process.wait(within)

    def stop(self) -> None:
        """End all of it, and remove its folder."""
        if self.ended() is None:
            self.signal()
        shutil.rmtree(self.directory, ignore_errors=True)
