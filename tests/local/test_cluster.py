"""`make cluster`: what it starts, what it prints, and how it comes back from losses."""

import json
import os
import re
import signal
import urllib.request
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from deploy.local.identity import started
from tests.cluster.conftest import Cluster
from tests.instance import serves

NAMES = {"mongod-1", "mongod-2", "mongod-3", "redis", "nginx", "instance-1", "instance-2"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two instances."""
    cluster = Cluster(size=2, server="wick", RESTART_AFTER="0.2", SITE_NAME="Ann's house")
    cluster.start(ready="Ctrl-C ends it")
    yield cluster
    cluster.stop()


def test_every_process_has_a_line(cluster: Cluster) -> None:
    assert set(cluster.pids()) == NAMES
    assert all(started(pid) for pid in cluster.pids().values())


def test_nginx_and_every_instance_serve(cluster: Cluster) -> None:
    assert all(map(serves, [cluster.url, *cluster.instances.values()]))


def test_a_command_works_with_the_written_settings(cluster: Cluster) -> None:
    assert cluster.env["SITE_NAME"] == "Ann's house"
    cluster.manage("createroom", "lobby")
    rooms = "from chat.models import Room; print(sorted(Room.objects.values_list('pk', flat=True)))"
    assert "['general', 'lobby']" in cluster.manage("shell", "-v0", "-c", rooms)


def test_nginx_serves_the_static_files_itself_and_for_good(cluster: Cluster) -> None:
    with urllib.request.urlopen(f"{cluster.url}/admin/login/", timeout=10) as page:
        found = re.search(
            rb'href="(/static/css/(?:base|account_pages\.bundle)\.[0-9a-f]{12}\.css)"', page.read()
        )
    assert found is not None
    with urllib.request.urlopen(cluster.url + found[1].decode(), timeout=5) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["instance-2", "redis", "mongod-3", "nginx"])
def test_what_is_killed_comes_back(cluster: Cluster, name: str) -> None:
    cluster.restart(name, signal.SIGKILL)
    cluster.wait_for(lambda: serves(cluster.url), what="Nginx to answer")
    assert set(cluster.pids()) == NAMES
    assert f"** {name} ended (SIGKILL)" in cluster.output


def test_nginx_passes_over_an_instance_that_is_down(cluster: Cluster) -> None:
    pid = cluster.kill("instance-1")
    assert all(serves(cluster.url) for _ in range(10))
    cluster.wait_for_another("instance-1", pid)


def test_a_killed_cluster_leaves_nothing_and_starts_again(cluster: Cluster) -> None:
    pids = cluster.pids()
    cluster.signal(signal.SIGKILL)
    cluster.start(ready="Ctrl-C ends it")
    assert [name for name, pid in pids.items() if started(pid)] == []
    assert set(cluster.pids()) == NAMES
    assert serves(cluster.url)


def test_sockets_are_told_through_nginx_before_all_of_it_ends(cluster: Cluster) -> None:
    token = cluster.manage("createtoken", "ann", "--create")
    with connect(cluster.ws_url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        assert json.loads(socket.recv())["type"] == "welcome"
        os.kill(cluster.pid, signal.SIGTERM)
        assert json.loads(socket.recv(timeout=5))["type"] == "reconnect"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert cluster.signal(signal.SIGTERM) == 0
    assert cluster.pids() == {}
