"""/readyz: whether an instance that was just started can do its work, for restarts and monitoring.

Unlike /healthz it asks MongoDB and Redis. An open socket is worth keeping while they are away, so nothing
should end an instance for what is said here.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import msgspec

from chat.realtime.hub import Hub
from chat.storage.executor import in_thread
from chatsite.dependencies import (
    DependencyProblem,
    database_problem,
    migrations_problem,
    redis_problem,
    static_files_problem,
)

logger = logging.getLogger(__name__)

FRESH = 1.0  # seconds for which an answer is given again without asking
PATIENCE = 4.0  # seconds until there is an answer: a little more than any one probe takes
Probe = Callable[[], DependencyProblem | None]


class Readiness:
    """What this process said last, and one look under way at most, however many ask."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._failing: dict[str, str] = {}
        self._looked_at = float("-inf")  # monotonic time
        self._looking: asyncio.Task[None] | None = None
        self._settled: set[str] = set()  # what was right once and stays so

    async def failing(self) -> dict[str, str]:
        """What is not as it should be, each with a few words that name no address; empty when ready."""
        if self.hub.draining:
            return {"instance": "is ending"}
        if time.monotonic() - self._looked_at > FRESH:
            if self._looking is None:
                self._looking = asyncio.create_task(self._look())
            await asyncio.shield(self._looking)
        return self._failing

    async def _look(self) -> None:
        try:
            failing = await self._ask()
            if failing != self._failing:
                self._log(failing)
            self._failing = failing
            self._looked_at = time.monotonic()
        finally:
            self._looking = None

    async def _ask(self) -> dict[str, str]:
        database, layer, static = await asyncio.gather(
            self._probe(database_problem), self._probe(redis_problem), self._once(static_files_problem)
        )
        # Without a database there is nothing to be said of its migrations.
        migrations = None if database else await self._once(migrations_problem)
        if layer is None and not self.hub.bus.healthy:
            layer = "does not answer"
        found = {"database": database, "migrations": migrations, "layer": layer, "static files": static}
        return {name: problem for name, problem in found.items() if problem is not None}

    async def _once(self, probe: Probe) -> str | None:
        """For what cannot become wrong again in the life of a process."""
        if probe.__name__ in self._settled:
            return None
        problem = await self._probe(probe)
        if problem is None:
            self._settled.add(probe.__name__)
        return problem

    async def _probe(self, probe: Probe) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE):
                problem = await in_thread(probe)
        except TimeoutError:
            return "does not answer"
        except Exception as error:
            logger.warning("%s could not be found out: %r", probe.__name__, error)
            return "cannot be asked"
        return problem.summary if problem else None

    def _log(self, failing: dict[str, str]) -> None:
        if failing:
            parts = ", ".join(f"{name} {problem}" for name, problem in failing.items())
            logger.warning("this instance is not ready: %s", parts)
        else:
            logger.info("this instance is ready")


async def send_readiness(readiness: Readiness, send: Any) -> None:
    """200 or 503, with a JSON object that names what fails."""
    failing = await readiness.failing()
    body = msgspec.json.encode({"ready": not failing, "failing": failing}) + b"\n"
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503 if failing else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
