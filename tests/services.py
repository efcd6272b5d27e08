"""The private MongoDB and Redis of a test run, started when a test first needs them.

A pytest plugin (pyproject.toml loads it by -p), not a conftest: Django's settings read MONGODB_URI before any
conftest is looked at. Each run, and each worker of pytest-xdist, has its own servers, ports and VAR_DIR, so
tests never meet a `make run`, a `make cluster` or each other.
"""

import os
from collections.abc import Iterator
from typing import Protocol

import pytest

from deploy.local import ports
from tests.supervisor import Supervisor

# What a developer may have set for a `make run` does not reach the tests.
OURS = ("WICK_", "REDIS_", "MONGODB_", "CLUSTER_", "SESSION_", "EMAIL_", "SECRET_")
OURS_TOO = {
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DJANGO_SETTINGS_MODULE",
    "HSTS_PRELOAD",
    "HSTS_SECONDS",
    "HTTPS",
    "INSTANCE",
    "LOG_LEVEL",
    "PORT",
    "RESTART_AFTER",
    "SIGN_UP_OPEN",
    "SITE_NAME",
    "SITE_URL",
    "STATIC_ROOT",
}

for variable in list(os.environ):
    if variable.startswith(OURS) or variable in OURS_TOO:
        del os.environ[variable]

_servers = Supervisor("services", "--redis")
# The port is settled now and used when a test asks, so that the settings can name a server not yet started.
[_port], _ = ports.remembered(_servers.directory / "mongodb" / "ports", 1)

os.environ.update(
    MONGODB_URI=f"mongodb://127.0.0.1:{_port}/wick?replicaSet=wick",
    VAR_DIR=str(_servers.directory / "var"),
    WICK_SETUP="false",  # an empty database serves, with sign-ups open
    DEBUG="true",  # plain static files, a secret key of our own
    SECRET_KEY="for tests, where nothing is secret",
    # Instances of several tests share a database without a Redis between them: only those do it that a test
    # of it starts, whose sockets hear of what was done.
    WICK_BACKGROUND_WORK="false",
)


@pytest.fixture(scope="session")
def servers() -> Supervisor:
    """MongoDB (a replica set of one) and Redis, running."""
    if not _servers.started:
        _servers.start(ready="READY")
    return _servers


@pytest.fixture(scope="session")
def redis_url(servers: Supervisor) -> str:
    """The address of the run's Redis. In the test process itself the in-memory layer is in use."""
    return servers.variable("REDIS_URL")


class StartServers(Protocol):
    """Starts servers of a test's own, to be killed at will."""

    def __call__(self, *, nodes: int = 3, redis: bool = False, restart_after: float = 1) -> Supervisor: ...


@pytest.fixture
def start_servers() -> Iterator[StartServers]:
    """A function that starts a MongoDB of `nodes` nodes: processes mongod-1, …, or just mongod for one."""
    started: list[Supervisor] = []

    def start(*, nodes: int = 3, redis: bool = False, restart_after: float = 1) -> Supervisor:
        options = ["--nodes", str(nodes), *(["--redis"] if redis else [])]
        servers = Supervisor("services", *options, environ={"RESTART_AFTER": str(restart_after)})
        started.append(servers)
        servers.start(ready="READY")
        return servers

    yield start
    for servers in started:
        servers.stop()


def pytest_unconfigure() -> None:
    _servers.stop()
