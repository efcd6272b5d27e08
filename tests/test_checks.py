"""Every check: what it warns of, and that it is silent otherwise."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from chat import checks
from chat.models import Instance
from deploy.local.process import ROOT

Found = Callable[..., set[str]]
PRODUCTION = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["chat.example.org"],
    "MAIL_WORKS": True,
}


@pytest.fixture
def found() -> Found:
    """The ids of our messages, in production with these other settings."""

    def found(databases: list[str] | None = None, deploy: bool = False, **changes: Any) -> set[str]:
        with override_settings(**PRODUCTION | changes):
            messages = run_checks(databases=databases, include_deployment_checks=deploy)
        return {str(message.id) for message in messages if str(message.id).startswith("wick.")}

    return found


def test_a_correct_configuration_passes_all_checks(found: Found) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"ALLOWED_HOSTS": ["https://chat.example.org"]}, "wick.E001"),
        ({"ALLOWED_HOSTS": ["chat.example.org:8000"]}, "wick.E001"),
        ({"ALLOWED_HOSTS": ["*"]}, "wick.W001"),
        ({"DEBUG": True}, "wick.W002"),
        ({"CSRF_TRUSTED_ORIGINS": ["https://*.example.org"]}, "wick.W003"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://chat.example.org"], "HTTPS": True}, "wick.W004"),
        ({"MAIL_WORKS": False}, "wick.W005"),
        ({"WICK_UNSENT": 65536}, "wick.W006"),
    ],
)
def test_a_wrong_setting_is_reported(found: Found, changes: dict[str, Any], id: str) -> None:
    assert found(**changes) == {id}


def test_forms_that_would_be_refused_under_https_are_reported_in_a_deployment(found: Found) -> None:
    assert found(deploy=True) == {"wick.W009"}
    assert found(deploy=True, HTTPS=True) == set()
    assert found(deploy=True, CSRF_TRUSTED_ORIGINS=["https://chat.example.org"]) == set()
    assert found(deploy=True, ALLOWED_HOSTS=["localhost"]) == set()


@pytest.mark.parametrize("host", ["[::1]", ".example.org", "10.0.0.7"])
def test_these_are_hosts(found: Found, host: str) -> None:
    assert found(ALLOWED_HOSTS=[host]) == set()


def test_a_redis_library_that_breaks_the_layer_is_reported(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "version", lambda name: "8.1.0")
    assert found(REDIS_URL="redis://127.0.0.1:6379/0") == {"wick.E002"}
    assert found(REDIS_URL="") == set()


@pytest.mark.django_db
def test_a_replica_set_with_majority_is_right(found: Found) -> None:
    assert found(["default"]) == set()


def test_a_standalone_server_is_reported() -> None:
    assert [m.id for m in checks._deployment({"isWritablePrimary": True})] == ["wick.W007"]
    assert checks._deployment({"msg": "isdbgrid"}) == []


@pytest.mark.django_db
def test_writes_that_a_failover_could_take_back_are_reported() -> None:
    from pymongo.read_concern import ReadConcern
    from pymongo.write_concern import WriteConcern

    database: Any = connection.database  # type: ignore[attr-defined]
    assert checks._safety(database) == []
    for weaker in (
        database.client.get_database(database.name, write_concern=WriteConcern(w=1)),
        database.client.get_database(database.name, read_concern=ReadConcern("local")),
    ):
        assert [m.id for m in checks._safety(weaker)] == ["wick.E003"]


def test_clocks_apart_are_reported() -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    assert checks._clock({"localTime": now}) == []
    assert [m.id for m in checks._clock({"localTime": now - timedelta(minutes=1)})] == ["wick.W008"]


@pytest.mark.django_db
def test_several_instances_without_redis_are_reported(found: Found) -> None:
    def serving(name: str, layer: str, age: float = 1) -> None:
        seen = datetime.now(UTC) - timedelta(seconds=age)
        Instance.objects.create(name=name, started_at=seen, seen_at=seen, layer=layer, pid=1)

    serving("a", "memory")
    serving("gone", "memory", age=60)
    assert found(["default"]) == set()
    serving("b", "redis")
    assert found(["default"]) == {"wick.E004"}
    Instance.objects.filter(pk="a").update(layer="redis")
    assert found(["default"]) == set()


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_reported(found: Found) -> None:
    assert found(["default"], deploy=True, HTTPS=True) == set()
    applied = MigrationRecorder(connection)
    applied.record_unapplied("sessions", "0001_initial")
    try:
        assert found(["default"], deploy=True, HTTPS=True) == {"wick.E005"}
        assert found(["default"]) == set()  # as `migrate` asks
    finally:
        applied.record_applied("sessions", "0001_initial")


def test_a_database_that_is_away_is_no_fault_of_the_settings() -> None:
    environ = {**os.environ, "MONGODB_URI": "mongodb://127.0.0.1:1/wick", "MONGODB_TIMEOUT_MS": "300"}
    command = [sys.executable, "manage.py", "check", "--database", "default"]
    assert subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, timeout=60).returncode == 0
