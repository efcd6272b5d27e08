"""What keeps systemd's watchdog quiet comes from the event loop, and stops with it."""

import asyncio
import contextlib
import socket

import pytest

from chatsite import watchdog


async def test_nothing_is_sent_while_the_event_loop_is_blocked(
    service_manager: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", service_manager.getsockname())
    monkeypatch.setenv("WATCHDOG_USEC", "3")
    service_manager.setblocking(False)
    keeping = asyncio.create_task(watchdog.keep_alive())
    assert await asyncio.get_running_loop().sock_recv(service_manager, 100) == b"WATCHDOG=1"
    with contextlib.suppress(BlockingIOError):
        while True:
            service_manager.recv(100)
    sum(range(1_000_000))  # many periods long
    with pytest.raises(BlockingIOError):
        service_manager.recv(100)
    keeping.cancel()
