"""What an instance says to those who watch it, with the settings of production."""

import contextlib
import os
import signal
import socket
import urllib.request
from pathlib import Path

from tests.conftest import StartInstance
from tests.inbox import TIMEOUT
from tests.instance import Instance
from tests.polling import wait_until
from tests.supervisor import Supervisor


def test_healthz_answers_requests_by_ip_address(start_instance: StartInstance) -> None:
    instance = start_instance("named", ALLOWED_HOSTS="chat.example.org", HTTPS="true")
    with urllib.request.urlopen(f"{instance.url}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")


def test_an_instance_that_finds_no_database_serves_and_says_so_in_a_line(
    start_instance: StartInstance,
) -> None:
    away = {"MONGODB_URI": "mongodb://127.0.0.1:1/wick", "MONGODB_TIMEOUT_MS": "300", "REDIS_URL": ""}
    instance = start_instance("waiting", **away)
    wait_until(lambda: "does not answer" in instance.log.read_text(), what="the line")
    said = instance.log.read_text()
    [line] = [line for line in said.splitlines() if "chatsite.announcing" not in line]
    assert line.endswith(
        "chat.realtime.hub: MongoDB does not answer: 127.0.0.1:1: [Errno 111] Connection refused"
    )


def test_an_instance_ends_though_its_database_is_away(start_instance: StartInstance) -> None:
    """Its threads would wait for two minutes."""
    away = {"MONGODB_URI": "mongodb://127.0.0.1:1/wick", "MONGODB_TIMEOUT_MS": "120000", "REDIS_URL": ""}
    instance = start_instance("ending", **away)
    assert instance.stop(within=30) == 0


def test_it_ends_though_a_page_still_waits_for_the_database(start_instance: StartInstance) -> None:
    """A thread cannot be cancelled: the process ends without it, before systemd would kill it."""
    away = {"MONGODB_URI": "mongodb://192.0.2.1/wick", "MONGODB_TIMEOUT_MS": "120000", "REDIS_URL": ""}
    instance = start_instance("waited-for", **away)
    request = (
        f"GET /rooms/ HTTP/1.1\r\nHost: 127.0.0.1:{instance.port}\r\nCookie: sessionid={'a' * 32}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", instance.port)) as browser:
        browser.sendall(request.encode())
        with urllib.request.urlopen(f"{instance.url}/healthz"):
            pass  # answered after the page's request was read, and a thread waits for its database
        assert instance.stop(within=12) == 0


def test_an_instance_ends_with_status_1_where_migrations_are_missing(servers: Supervisor) -> None:
    never_migrated = servers.variable("MONGODB_URI").replace("/wick", "/never_migrated")
    instance = Instance("early", {"MONGODB_URI": never_migrated})
    with contextlib.suppress(AssertionError):  # it may end before it was seen to serve
        instance.start()
    assert instance.ended(within=30) == 1
    assert "run `manage.py migrate` first. This instance ends." in instance.log.read_text()
    instance.close()


# --- notifying systemd ------------------------------------------------------------------------------


def drain(manager: socket.socket) -> None:
    """Takes what has arrived."""
    manager.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            manager.recv(100)
    manager.settimeout(TIMEOUT)


def is_stopped(pid: int) -> bool:
    """Whether all threads of a process are stopped by a signal."""
    states = [path.read_text().rpartition(") ")[2][0] for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return set(states) == {"T"}


def test_the_service_manager_is_notified_while_the_loop_runs_and_again_after_a_stop(
    start_instance: StartInstance, service_manager: socket.socket
) -> None:
    environ = {"NOTIFY_SOCKET": service_manager.getsockname(), "WATCHDOG_USEC": "600000"}
    instance = start_instance("supervised", MONGODB_URI="mongodb://127.0.0.1:1/wick", **environ)
    assert service_manager.recv(100) == b"READY=1"
    for _ in range(5):
        assert service_manager.recv(100) == b"WATCHDOG=1"
    os.kill(instance.pid, signal.SIGSTOP)
    wait_until(lambda: is_stopped(instance.pid), what="the process to stop")
    drain(service_manager)
    os.kill(instance.pid, signal.SIGCONT)
    assert service_manager.recv(100) == b"WATCHDOG=1"
    os.kill(instance.pid, signal.SIGTERM)
    while (said := service_manager.recv(100)) != b"STOPPING=1":
        assert said == b"WATCHDOG=1"
