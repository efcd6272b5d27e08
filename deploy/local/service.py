"""A process that is kept alive: started, watched, started again when it ends, and ended."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from deploy.local.errors import StartError
from deploy.local.log import Log
from deploy.local.process import Process, describe


@dataclass(frozen=True)
class Service:
    """What to run, and how to see that it serves."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], Awaitable[bool]]
    environ: Mapping[str, str] = field(default_factory=dict)  # on top of our own environment
    patience: float = 60  # seconds until it must be ready
    end: signal.Signals = signal.SIGTERM  # what makes it end by itself
    grace: float = 10  # seconds that it has for that, before SIGKILL
    aloud: bool = True  # whether its lines are shown, or only kept in its file


class Running:
    """A service, from `start` until `stop`. `changed` is called whenever its pid is another."""

    def __init__(self, service: Service, log: Log, changed: Callable[[], None], restart_after: float) -> None:
        self.service, self._log, self._changed = service, log, changed
        self._restart_after = restart_after
        self._process: Process | None = None
        self._served = False
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The living process's; None between a death and the next start."""
        return self._process.pid if self._process and not self._process.ended.done() else None

    async def start(self) -> None:
        """Return as soon as it serves. StartError when it ends before, or takes too long."""
        self._log.begin(self.service.name, aloud=self.service.aloud)
        await self._spawn()
        self._task = asyncio.create_task(self._keep())
        clock = asyncio.get_running_loop().time
        deadline = clock() + self.service.patience
        while not await self.service.ready():
            if self._task.done():
                raise self._failure("ended while starting")
            if clock() > deadline:
                raise self._failure(f"did not serve within {self.service.patience:g} s")
            await asyncio.sleep(0.05)
        self._served = True

    async def stop(self) -> None:
        """End it, within its grace. Safe to call twice."""
        self._stopping.set()
        if self._process is not None:
            await self._process.end(self.service.grace, self.service.end)
        if self._task is not None:
            await self._task

    async def _spawn(self) -> None:
        self._process = await Process.start(
            self.service.name, self.service.command, self.service.environ, self._log
        )
        self._changed()

    async def _keep(self) -> None:
        while self._process is not None:
            status = await asyncio.shield(self._process.ended)
            self._changed()
            if self._stopping.is_set() or not self._served:
                return
            self._log.say(
                f"** {self.service.name} ended ({describe(status)}) and is started again"
                f" in {self._restart_after:g} s"
            )
            try:
                await asyncio.wait_for(self._stopping.wait(), self._restart_after)
                return
            except TimeoutError:
                await self._spawn()
            if self._stopping.is_set():  # asked for while it was starting
                await self._process.end(self.service.grace, self.service.end)

    def _failure(self, what: str) -> StartError:
        name = self.service.name
        return StartError(f"{name} {what}. The end of {self._log.path(name)}:\n{self._log.newest(name)}")
