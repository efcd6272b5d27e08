"""Real instances for the tests of the socket."""

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.actions_process import ActionsProcess
from tests.instance import Instance
from tests.proxy import Proxy
from tests.workspace import Workspace

# Nobody waits for a rate here, and pages and memory are small enough to be crossed by a short test.
ROOMY = {
    "WICK_RATE_FRAMES": "1000000",
    "WICK_RATE_POSTS": "1000000",
    "WICK_PAGE": "10",
    "WICK_MEMORY": "25",
}
STRICT = {
    "WICK_TEXT": "10",
    "WICK_FRAME": "2000",
    "WICK_ROOMS": "2",
    "WICK_RATE_FRAMES": "20",
    "WICK_RATE_POSTS": "5",
}


@pytest.fixture(scope="session")
def instance(workspace: Workspace) -> Iterator[Instance]:
    """An instance alone, as `make run` starts it, for all tests that leave it as it was."""
    with workspace.running("alone", **ROOMY) as alone:
        yield alone


@pytest.fixture(scope="session")
def joined(redis_url: str) -> dict[str, str]:
    """What processes need to meet in Redis."""
    return {"REDIS_URL": redis_url, "REDIS_PREFIX": f"pair-{secrets.token_hex(4)}"}


@pytest.fixture(scope="session")
def pair(workspace: Workspace, joined: dict[str, str]) -> Iterator[tuple[Instance, Instance]]:
    """Two instances that Redis joins."""
    one, two = (workspace.instance(name, **ROOMY, **joined) for name in ("one", "two"))
    one.start()
    two.start()
    yield one, two
    one.close()
    two.close()


@pytest.fixture(scope="session")
def joined_actions(workspace: Workspace, joined: dict[str, str]) -> Iterator[ActionsProcess]:
    """A process beside the pair that Redis joins to them, as a command is in a cluster."""
    beside = ActionsProcess({"MONGODB_URI": workspace.mongodb_uri, **joined})
    yield beside
    beside.close()


@pytest.fixture(scope="session")
def strict(workspace: Workspace) -> Iterator[Instance]:
    """An instance alone with limits that a test soon meets."""
    with workspace.running("strict", **STRICT) as narrow:
        yield narrow


@pytest.fixture(params=["alone", "pair"])
def place(request: pytest.FixtureRequest) -> Instance:
    """An instance alone, and one that Redis joins to another."""
    if request.param == "alone":
        alone: Instance = request.getfixturevalue("instance")
        return alone
    two: Instance = request.getfixturevalue("pair")[1]
    return two


@pytest.fixture
def proxied(workspace: Workspace, joined: dict[str, str]) -> Iterator[tuple[Instance, Proxy]]:
    """An instance beside the pair, which reaches Redis through a proxy."""
    address = urlsplit(joined["REDIS_URL"])
    assert address.port is not None
    with Proxy(address.port) as proxy:
        through = address._replace(netloc=f"127.0.0.1:{proxy.port}").geturl()
        instance = workspace.instance("proxied", **ROOMY, **{**joined, "REDIS_URL": through})
        instance.start()
        yield instance, proxy
        instance.close()
