"""Real instances for the tests of the socket, and the cast to play on them."""

import secrets
from collections.abc import Iterator

import pytest

from tests.backstage import Backstage
from tests.cast import Stage
from tests.instance import Instance

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
def instance(stage: Stage) -> Iterator[Instance]:
    """An instance alone, as `make run` starts it, for all tests that leave it as it was."""
    alone = stage.instance("alone", **ROOMY)
    alone.start()
    yield alone
    alone.close()


@pytest.fixture(scope="session")
def joined(redis_url: str) -> dict[str, str]:
    """What processes need to meet in Redis."""
    return {"REDIS_URL": redis_url, "REDIS_PREFIX": f"pair-{secrets.token_hex(4)}"}


@pytest.fixture(scope="session")
def pair(stage: Stage, joined: dict[str, str]) -> Iterator[tuple[Instance, Instance]]:
    """Two instances that Redis joins."""
    one, two = (stage.instance(name, **ROOMY, **joined) for name in ("one", "two"))
    one.start()
    two.start()
    yield one, two
    one.close()
    two.close()


@pytest.fixture(scope="session")
def joined_backstage(stage: Stage, joined: dict[str, str]) -> Iterator[Backstage]:
    """A process beside the pair that Redis joins to them, as a command is in a cluster."""
    beside = Backstage({"MONGODB_URI": stage.mongodb_uri, **joined})
    yield beside
    beside.close()


@pytest.fixture(scope="session")
def strict(stage: Stage) -> Iterator[Instance]:
    """An instance alone with limits that a test soon meets."""
    narrow = stage.instance("strict", **STRICT)
    narrow.start()
    yield narrow
    narrow.close()


@pytest.fixture(params=["alone", "pair"])
def place(request: pytest.FixtureRequest) -> Instance:
    """An instance alone, and one that Redis joins to another."""
    if request.param == "alone":
        alone: Instance = request.getfixturevalue("instance")
        return alone
    two: Instance = request.getfixturevalue("pair")[1]
    return two
