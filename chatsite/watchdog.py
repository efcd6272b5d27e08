"""What is sent to systemd (sd_notify): that this instance serves, that its event loop turns, that it ends.

Where NOTIFY_SOCKET is not set, nobody listens and nothing is sent. With WatchdogSec= in the unit, systemd
kills an instance whose loop has not turned for so long: a hung process would keep its place behind Nginx.
"""

import asyncio
import logging
import os
import socket

logger = logging.getLogger(__name__)


def notify(state: str) -> None:
    """Sends lines such as READY=1 to the service manager, if one listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # in Linux's abstract namespace
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.connect(address)
            sender.sendall(state.encode())
    except OSError as error:
        logger.warning("the service manager could not be notified of %s: %s", state, error.strerror)


def period() -> float | None:
    """Seconds within which systemd wants to hear of this process; None where it does not ask."""
    asked = os.environ.get("WATCHDOG_USEC", "")
    addressee = os.environ.get("WATCHDOG_PID", "")
    if not asked.isdecimal() or int(asked) == 0 or addressee not in ("", str(os.getpid())):
        return None
    return int(asked) / 1_000_000


async def keep_alive() -> None:
    """Notifies systemd three times a period that the event loop turns. Returns at once without a watchdog."""
    every = period()
    while every is not None:
        notify("WATCHDOG=1")
        await asyncio.sleep(every / 3)
