"""What `check --deploy` and /readyz say of servers that are away, and of what was left undone."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymongo
import pytest

from deploy.local.process import ROOT
from tests.conftest import StartInstance
from tests.instance import Instance
from tests.polling import wait_until
from tests.services import StartServers
from tests.supervisor import Supervisor

pytestmark = pytest.mark.django_db
Check = Callable[..., "subprocess.CompletedProcess[str]"]
# Nobody answers here: the address is for documentation alone, and packets to it are dropped or unroutable.
NOWHERE = "192.0.2.1"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A STATIC_ROOT as collectstatic leaves it."""
    root = tmp_path_factory.mktemp("static")
    manage("collectstatic", "--noinput", STATIC_ROOT=str(root), DEBUG="false")
    return root


def manage(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def check(collected: Path, test_database_uri: str, redis_url: str) -> Check:
    """`check --deploy --database default` in production, with these other settings."""
    fine = {
        "MONGODB_URI": test_database_uri,
        "REDIS_URL": redis_url,
        "STATIC_ROOT": str(collected),
        "DEBUG": "false",
        "HTTPS": "true",
        "SECRET_KEY": "correct horse battery staple " * 3,
        "ALLOWED_HOSTS": "chat.example.org",
        "EMAIL_URL": "smtp://user:password@mail.example.org:587",
    }
    return lambda **environ: manage("check", "--deploy", "--database", "default", **fine | environ)


def test_where_all_is_there_nothing_is_said(check: Check) -> None:
    done = check()
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("host", ["127.0.0.1:1", NOWHERE])
def test_a_dead_database_is_found(check: Check, host: str) -> None:
    done = check(MONGODB_URI=f"mongodb://ann:pass-word@{host}/wick")
    assert done.returncode == 1
    assert "(wick.E006) MongoDB does not answer" in done.stderr
    assert "MONGODB_URI" in done.stderr
    assert "pass-word" not in done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1:1", NOWHERE])
def test_a_dead_redis_is_found(check: Check, host: str) -> None:
    done = check(REDIS_URL=f"redis://:pass-word@{host}")
    assert done.returncode == 1
    assert "(wick.E008) Redis does not answer" in done.stderr
    assert "REDIS_URL" in done.stderr
    assert "pass-word" not in done.stderr


def test_a_wrong_password_of_redis_is_found(check: Check, redis_url: str) -> None:
    done = check(REDIS_URL=redis_url.replace("redis://", "redis://nobody:pass-word@"))
    assert "(wick.E008) Redis refuses the credentials" in done.stderr


def test_a_wrong_password_of_mongodb_is_found(check: Check, test_database_uri: str) -> None:
    """MongoDB checks credentials that it is given, also where it asks for none."""
    done = check(MONGODB_URI=test_database_uri.replace("mongodb://", "mongodb://nobody:pass-word@"))
    assert done.returncode == 1
    assert "(wick.E007) MongoDB refuses the credentials" in done.stderr
    assert "pass-word" not in done.stderr


def test_missing_migrations_are_found(check: Check, test_database_uri: str) -> None:
    done = check(MONGODB_URI=other_database(test_database_uri))
    assert done.returncode == 1
    assert "(wick.E005) The database lacks " in done.stderr
    assert "manage.py migrate" in done.stderr


def test_missing_static_files_are_found(check: Check, tmp_path: Path) -> None:
    done = check(STATIC_ROOT=str(tmp_path / "none"))
    assert done.returncode == 1
    assert "(wick.E009) Static files are not collected" in done.stderr
    assert "collectstatic" in done.stderr


def test_static_files_of_another_version_are_found(check: Check, tmp_path: Path) -> None:
    manage("collectstatic", "--noinput", STATIC_ROOT=str(tmp_path), DEBUG="false")
    (tmp_path / "css" / "base.css").write_text("of another version")
    done = check(STATIC_ROOT=str(tmp_path))
    assert "(wick.E010) 1 collected static files are of another version, such as css/base.css" in done.stderr


def other_database(uri: str) -> str:
    """A database on the same server that nobody has made."""
    return uri.replace("/test_", "/never_made_")


# --- /readyz -----------------------------------------------------------------------------------------


def readyz(instance: Instance) -> tuple[int, dict[str, Any]]:
    """The status, and what the answer holds."""
    try:
        with urllib.request.urlopen(f"{instance.url}/readyz", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def wait_for_readyz(instance: Instance, failing: dict[str, str]) -> None:
    """Returns when /readyz names exactly these parts with what is wrong with them."""
    expected = (503 if failing else 200, {"ready": not failing, "failing": failing})
    wait_until(lambda: readyz(instance) == expected, what=f"/readyz to answer {expected}")


@pytest.fixture
def own(start_servers: StartServers) -> Supervisor:
    """A MongoDB and a Redis that a test may hurt, migrated."""
    servers = start_servers(nodes=1, redis=True)
    assert manage("migrate", MONGODB_URI=servers.variable("MONGODB_URI")).returncode == 0
    return servers


def test_it_says_what_is_away_and_when_it_is_back(
    own: Supervisor, start_instance: StartInstance, collected: Path
) -> None:
    instance = start_instance(
        "watched",
        MONGODB_URI=own.variable("MONGODB_URI"),
        REDIS_URL=own.variable("REDIS_URL"),
        STATIC_ROOT=str(collected),
        DEBUG="false",
        ALLOWED_HOSTS="chat.example.org",
        HTTPS="true",
        MONGODB_TIMEOUT_MS="1000",
    )
    wait_for_readyz(instance, {})
    for process, part in (("redis", "layer"), ("mongod", "database")):
        own.kill(process, signal.SIGSTOP)
        try:
            wait_for_readyz(instance, {part: "does not answer"})
            with urllib.request.urlopen(f"{instance.url}/healthz") as answer:
                assert answer.status == 200, "it lives"
        finally:
            own.kill(process, signal.SIGCONT)
        wait_for_readyz(instance, {})


def test_what_was_left_out_before_the_start_is_named(start_instance: StartInstance, tmp_path: Path) -> None:
    instance = start_instance("forgetful", STATIC_ROOT=str(tmp_path), DEBUG="false")
    wait_for_readyz(instance, {"static files": "are not collected"})


def test_pages_are_whole_before_static_files_are_collected(
    start_instance: StartInstance, tmp_path: Path
) -> None:
    instance = start_instance("plain", STATIC_ROOT=str(tmp_path / "none"), DEBUG="false")
    with urllib.request.urlopen(f"{instance.url}/sign-in/") as answer:
        files = set(re.findall(r'"(/static/[^"]+)"', answer.read().decode()))
    assert files
    for file in files:
        with urllib.request.urlopen(instance.url + file) as answer:
            assert answer.status == 200
    said = [line for line in instance.log.read_text().splitlines() if "collectstatic" in line]
    assert len(said) == 1


def test_a_database_that_lets_nobody_in_is_named_without_its_address(
    start_instance: StartInstance, test_database_uri: str
) -> None:
    wrong = test_database_uri.replace("mongodb://", "mongodb://nobody:pass-word@")
    wait_for_readyz(start_instance("stranger", MONGODB_URI=wrong), {"database": "refuses the credentials"})


def test_many_who_ask_cost_one_look(start_instance: StartInstance, test_database_uri: str) -> None:
    instance = start_instance("asked")
    wait_for_readyz(instance, {})
    with pymongo.MongoClient[dict[str, Any]](test_database_uri) as client:

        def finds() -> int:
            return int(client.admin.command("serverStatus")["metrics"]["commands"]["find"]["total"])

        before, began = finds(), time.monotonic()
        for _ in range(100):
            assert readyz(instance)[0] == 200
        # The instance itself reads notices twice a second; so does the one that other tests share.
        assert finds() - before < 50 + 20 * (time.monotonic() - began)
