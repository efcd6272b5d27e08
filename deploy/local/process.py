"""A child process: its lines go to the log, and what it started goes when it goes."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.log import Log

ROOT = Path(__file__).resolve().parent.parent.parent


class Process:
    """A started child, in a session of its own: Ctrl-C at the terminal is for us, who end things in order."""

    def __init__(
        self, name: str, child: asyncio.subprocess.Process, output: asyncio.StreamReader, log: Log
    ) -> None:
        self.name, self.pid = name, child.pid
        self._child, self._output, self._log = child, output, log
        self.ended = asyncio.create_task(self._watch())  # its result is the exit status

    @classmethod
    async def start(
        cls, name: str, command: tuple[str, ...], environ: Mapping[str, str], log: Log
    ) -> "Process":
        """Start it in the checkout, with `environ` on top of our own environment."""
        # A pipe of our own: asyncio takes a child for ended only when its pipes are, and those of Nginx stay
        # open in its workers.
        read, write = os.pipe()
        output = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(output), os.fdopen(read, "rb")
        )
        try:
            child = await asyncio.create_subprocess_exec(
                *ends_with_parent(command),
                cwd=ROOT,
                env={**os.environ, **environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            os.close(write)
        return cls(name, child, output, log)

    async def end(self, grace: float, number: signal.Signals = signal.SIGTERM) -> None:
        """Send this signal, and SIGKILL after `grace` seconds."""
        if not self.ended.done():
            self._child.send_signal(number)
        done, _ = await asyncio.wait([self.ended], timeout=grace)
        if not done:
            self._log.say(f"** {self.name} did not end within {grace:g} s, so it is killed")
            self._kill_all()
            await asyncio.wait([self.ended])

    async def _watch(self) -> int:
        reading = asyncio.create_task(self._read())
        status = await self._child.wait()
        self._kill_all()  # what it leaves would hold its port, and its end of the pipe
        await reading
        return status

    async def _read(self) -> None:
        rest = b""
        while chunk := await self._output.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._log.line(self.name, line.decode(errors="replace").rstrip("\r"))
        if rest:
            self._log.line(self.name, rest.decode(errors="replace"))

    def _kill_all(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # nothing is left of it


def ends_with_parent(command: tuple[str, ...]) -> list[str]:
    """The command, which the kernel ends (SIGTERM) when we die without a word. Linux only."""
    setpriv = shutil.which("setpriv")
    guard = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv and sys.platform == "linux" else []
    return [*guard, *command]


def describe(status: int) -> str:
    """An exit status in words: "status 1", "SIGKILL"."""
    return f"status {status}" if status >= 0 else signal.Signals(-status).name
