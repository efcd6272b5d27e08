import asyncio
import logging
import signal
from typing import Any

from chat.management.action import ActionCommand, Said
from chat.realtime import hub as hubs
from chat.storage import background
from chat.storage.executor import in_thread

logger = logging.getLogger(__name__)


class Command(ActionCommand):
    help = (
        "Does the work that goes on beside serving, such as reading the log for projections, until it gets "
        "SIGTERM. Instances do it themselves by default; where this runs, give them "
        "WICK_BACKGROUND_WORK=false. Several may run: each piece of work is done by one of them."
    )

    def act(self, **_: Any) -> Said:
        asyncio.run(_work())
        return Said("The work has ended.", {"ended": True})


async def _work() -> None:
    """The hub serves nobody: through its bus the instances hear of what has changed."""
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    hub = hubs.current()
    hub.attach_areas()
    running = background.BackgroundWork(hub.database)
    logger.info("the worker is ready")
    await asked.wait()
    await in_thread(running.stop)
    await hub.bus.drained()
