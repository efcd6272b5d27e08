"""`migrate` from nothing, on a replica set and on a standalone server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local import mongod, ports
from tests.supervised import Supervised

ROOT = Path(__file__).parents[2]


@pytest.fixture
def standalone(tmp_path: Path) -> Iterator[str]:
    """The address of a server that is no replica set."""
    [port] = ports.free()
    place = ["--dbpath", str(tmp_path), "--port", str(port), "--bind_ip", "127.0.0.1"]
    frugal = ["--wiredTigerCacheSizeGB", "0.25", "--nounixsocket", "--quiet"]
    server = subprocess.Popen([mongod.find(), *place, *frugal], stdout=subprocess.DEVNULL)
    yield f"mongodb://127.0.0.1:{port}/migrated"
    server.terminate()
    server.wait()


@pytest.fixture
def replica_set(servers: Supervised) -> str:
    return servers.said("MONGODB_URI").replace("/wick?", "/migrated?")


def manage(uri: str, *command: str) -> str:
    environ = {**os.environ, "MONGODB_URI": uri}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["standalone", "replica_set"])
def test_migrate_from_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    uri = request.getfixturevalue(kind)
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        client.drop_database("migrated")
        manage(uri, "migrate")
        made = client["migrated"].list_collection_names()
        assert {"chat_user", "django_session", "django_admin_log", "auth_group"} <= set(made)
        assert "No planned migration operations" in manage(uri, "migrate", "--plan")
        client.drop_database("migrated")


def test_no_migration_is_missing(replica_set: str) -> None:
    assert "No changes detected" in manage(replica_set, "makemigrations", "--check", "--dry-run")


def test_a_migration_that_was_cut_off_is_begun_anew(replica_set: str) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(replica_set) as client:
        client.drop_database("migrated")
        client["migrated"].create_collection("chat_room")
        manage(replica_set, "migrate")
        assert "No planned migration operations" in manage(replica_set, "migrate", "--plan")
        client.drop_database("migrated")
