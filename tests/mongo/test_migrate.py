"""`migrate` from nothing, on a replica set and on a standalone server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local import mongod, ports
from tests.instance import Instance
from tests.supervisor import Supervisor

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
def replica_set(servers: Supervisor) -> str:
    return servers.variable("MONGODB_URI").replace("/wick?", "/migrated?")


@pytest.fixture
def empty(replica_set: str) -> Iterator[Database[dict[str, Any]]]:
    """The database of `replica_set`, of which nothing is there and nothing stays."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(replica_set) as client:
        client.drop_database("migrated")
        yield client["migrated"]
        client.drop_database("migrated")


def manage(uri: str, *command: str) -> str:
    done = tried(uri, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tried(uri: str, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "MONGODB_URI": uri}
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environ, capture_output=True, text=True
    )


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


def test_an_interrupted_migration_is_repeated(replica_set: str, empty: Database[Any]) -> None:
    empty.create_collection("chat_room")
    manage(replica_set, "migrate")
    assert "No planned migration operations" in manage(replica_set, "migrate", "--plan")


def test_foreign_documents_stop_a_migration_with_a_message(replica_set: str, empty: Database[Any]) -> None:
    empty["chat_room"].insert_one({"slug": "tea"})
    stopped = tried(replica_set, "migrate")
    assert stopped.returncode == 1
    assert "migrated.chat_room has documents already" in stopped.stderr.splitlines()[-1]
    assert empty["chat_room"].count_documents({}) == 1


def test_nothing_is_stored_before_it(replica_set: str, empty: Database[Any]) -> None:
    """Where MongoDB would make collections without the indexes that keep names and places apart."""
    refused = tried(replica_set, "createroom", "tea")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: The database lacks ")
    assert "chat.0001_initial" in refused.stderr
    instance = Instance("early", {"MONGODB_URI": replica_set, "REDIS_URL": ""})
    with suppress(AssertionError):  # it may have served for a moment
        instance.start()
    assert instance.ended(within=20) == 1
    assert "This instance ends." in instance.log.read_text()
    instance.close()
    assert empty.list_collection_names() == []
