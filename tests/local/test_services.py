"""MongoDB and Redis under a supervisor: what a test may do to them, and what is left afterwards."""

import signal
import time

from pymongo import MongoClient

from deploy.local.identity import started
from tests.services import StartServers


def test_three_nodes_take_writes_of_a_majority(start_servers: StartServers) -> None:
    servers = start_servers(nodes=3)
    with MongoClient[dict[str, object]](servers.said("MONGODB_URI"), w="majority", journal=True) as client:
        client.wick.things.insert_one({"_id": 1})
    assert set(servers.pids()) == {"mongod-1", "mongod-2", "mongod-3"}


def test_a_killed_server_comes_back_with_its_data_and_is_said(start_servers: StartServers) -> None:
    servers = start_servers(nodes=1, redis=True, restart_after=0.1)
    with MongoClient[dict[str, object]](servers.said("MONGODB_URI"), w="majority", journal=True) as client:
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


def _wait_for_end(pid: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while started(pid) is not None:
        assert time.monotonic() < deadline, f"process {pid} still lives"
        time.sleep(0.05)
