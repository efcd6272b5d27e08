"""MongoDB and Redis under a supervisor: what a test may do to them, and what is left afterwards."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pymongo import MongoClient

from deploy.local.identity import started
from tests.polling import wait_until
from tests.services import StartServers


def test_three_nodes_take_writes_of_a_majority(start_servers: StartServers) -> None:
    servers = start_servers(nodes=3)
    with MongoClient[dict[str, object]](
        servers.variable("MONGODB_URI"), w="majority", journal=True
    ) as client:
        client.wick.things.insert_one({"_id": 1})
    assert set(servers.pids()) == {"mongod-1", "mongod-2", "mongod-3"}


def test_a_killed_server_comes_back_with_its_data_and_is_said(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1, redis=True, restart_after=0.1)
    with MongoClient[dict[str, object]](
        servers.variable("MONGODB_URI"), w="majority", journal=True
    ) as client:
        client.wick.things.insert_one({"_id": 1})
        servers.wait_for_another("mongod", servers.kill("mongod"))
        assert client.wick.things.find_one() == {"_id": 1}
    servers.wait_for_another("redis", servers.kill("redis"))
    assert "** mongod ended (SIGKILL) and is started again in 0.1 s" in servers.output


def test_a_signal_ends_everything(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1, redis=True)
    pids = servers.pids()
    assert servers.signal(signal.SIGINT) == 0
    assert [pid for pid in pids.values() if started(pid)] == []
    assert servers.pids() == {}


def test_a_killed_supervisor_takes_its_children_with_it(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1, redis=True)
    pids = servers.pids()
    servers.signal(signal.SIGKILL)
    for pid in pids.values():
        _wait_for_end(pid)


@pytest.mark.parametrize("nodes", [1, 3])
def test_a_node_whose_port_was_taken_moves_and_the_data_is_there(
    start_servers: StartServers, nodes: int
) -> None:
    servers = start_servers(nodes=nodes)
    uri = servers.variable("MONGODB_URI")
    with MongoClient[dict[str, object]](uri, w="majority", journal=True) as client:
        client.wick.things.insert_one({"_id": 1})
        port = _first_port(uri)
    servers.signal()
    with _another_program(port):
        servers.start(ready="READY")
        assert servers.variable("MONGODB_URI") != uri
        with MongoClient[dict[str, object]](servers.variable("MONGODB_URI"), w="majority") as client:
            assert client.wick.things.find_one() == {"_id": 1}


def test_a_restart_keeps_the_ports(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1)
    uri = servers.variable("MONGODB_URI")
    servers.signal()
    servers.start(ready="READY")
    assert servers.variable("MONGODB_URI") == uri


def test_a_folder_has_one_supervisor(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1)
    command = [sys.executable, "-m", "deploy.local.services"]
    environ = {**os.environ, "SERVICES_DIR": str(servers.directory)}
    second = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=30)
    assert second.returncode == 1
    assert f"is in use by process {servers.pid}" in second.stderr
    assert servers.pids().keys() == {"mongod"}


@contextmanager
def _another_program(port: int) -> Iterator[None]:
    """Something that listens there, and closes every connection."""

    class Server(socketserver.TCPServer):
        allow_reuse_address = True

    with Server(("127.0.0.1", port), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield
        finally:  # or the test run would wait for it for ever
            server.shutdown()


def _first_port(uri: str) -> int:
    """The port of its first node."""
    return int(uri.removeprefix("mongodb://127.0.0.1:").partition(",")[0].partition("/")[0])


def _wait_for_end(pid: int) -> None:
    wait_until(lambda: started(pid) is None, what=f"the end of process {pid}")
