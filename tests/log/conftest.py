"""A MongoDB that is no replica set, of a test's own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from deploy.local import mongod, ports
from deploy.local.process import ends_with_parent


@pytest.fixture
def standalone_uri(tmp_path: Path) -> Iterator[str]:
    """The address of a single mongod."""
    [port] = ports.free()
    data = tmp_path / "data"
    data.mkdir()
    command = (
        *(mongod.find(), "--quiet", "--nounixsocket", "--bind_ip", "127.0.0.1", "--port", str(port)),
        *("--dbpath", str(data), "--wiredTigerCacheSizeGB", "0.25"),
    )
    with (tmp_path / "log").open("wb") as output:
        running = subprocess.Popen(ends_with_parent(command), stdout=output, start_new_session=True)
    try:
        uri = f"mongodb://127.0.0.1:{port}/wick"
        client: MongoClient[dict[str, object]] = MongoClient(uri, serverSelectionTimeoutMS=30_000)
        with client:
            assert client.admin.command("hello")["isWritablePrimary"]
        yield uri
    finally:
        running.terminate()
        running.wait()
