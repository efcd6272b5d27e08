"""A group of services in one folder: started in stages, ended in the opposite order, whatever happens."""

import asyncio
import fcntl
import os
import resource
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TextIO

from deploy.local.errors import StartError
from deploy.local.identity import Record
from deploy.local.log import Log
from deploy.local.process import Process, describe
from deploy.local.service import Running, Service

FILES = 131072
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Group:
    """The services of a folder. `pids` in the folder always names those that live."""

    def __init__(self, directory: Path, record: Record) -> None:
        self.log = Log(directory / "log")
        self._record = record
        self._stages: list[list[Running]] = []
        self._restart_after = float(os.environ.get("RESTART_AFTER", "1"))

    async def start(self, *services: Service) -> None:
        """Start these together, and return when all serve. They end together, before all earlier ones."""
        stage = [Running(service, self.log, self._write, self._restart_after) for service in services]
        self._stages.append(stage)
        await asyncio.gather(*(running.start() for running in stage))

    async def run(self, name: str, command: tuple[str, ...], environ: Mapping[str, str]) -> None:
        """Run something to its end. StartError when it fails."""
        self.log.begin(name)
        process = await Process.start(name, command, environ, self.log)
        try:
            status = await asyncio.shield(process.ended)
        finally:
            await process.end(grace=10)
        if status:
            raise StartError(f"{name} failed ({describe(status)}). Its log is {self.log.path(name)}.")

    async def stop(self) -> None:
        for stage in reversed(self._stages):
            await asyncio.gather(*(running.stop() for running in stage))
        self._write()
        self.log.close()

    def _write(self) -> None:
        every = (running for stage in self._stages for running in stage)
        try:
            self._record.write({running.service.name: running.pid for running in every if running.pid})
        except OSError as error:
            self.log.say(f"** {self._record.pids} cannot be kept up to date: {error.strerror}")


def supervise(directory: Path, start: Callable[[Group], Awaitable[None]]) -> int:
    """Start services in this folder by `start`, keep them until a signal ends us, end them; the exit status.

    Only one supervisor at a time has a folder: StartError when it is another. What an earlier one left
    behind, because it was killed, is ended first.
    """
    with _lock(directory) as lock:
        _take(lock, directory)
        return asyncio.run(_supervise(directory, start))


def _lock(directory: Path) -> TextIO:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return (directory / "lock").open("a+")
    except OSError as error:
        raise StartError(f"Nothing can be kept in {directory}: {error.strerror}.") from None


def _take(lock: TextIO, directory: Path) -> None:
    """Hold the folder until we end, however we end."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise StartError(
            f"{directory} is in use by process {lock.read().strip()}, which runs Wick there. End it first."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


async def _supervise(directory: Path, start: Callable[[Group], Awaitable[None]]) -> int:
    record = Record(directory)
    for name in record.end_left():
        print(f"** {name} was left from an earlier run and has been ended", flush=True)
    _raise_file_limit()
    stop = asyncio.Event()
    for number in SIGNALS:
        # A second Ctrl-C, or make passing its own on, changes nothing: each service has its time to end.
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    group = Group(directory, record)
    try:
        starting, stopped = asyncio.ensure_future(start(group)), asyncio.ensure_future(stop.wait())
        await asyncio.wait([starting, stopped], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            await stopped
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        group.log.say("** Ending.")
    finally:
        await group.stop()
    group.log.say("** All has ended.")
    return 0


def _raise_file_limit() -> None:
    """Let the services open as many files as we may let them: a socket is one, two in Nginx."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wish = hard if hard == resource.RLIM_INFINITY else max(hard, FILES)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wish, wish))
    except (ValueError, OSError):  # beyond the hard limit only root may go, and not everywhere
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
