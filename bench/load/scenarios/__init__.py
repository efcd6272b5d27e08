"""The scenarios by name; each takes a job and returns its result."""

from collections.abc import Awaitable, Callable

from bench.load.job import Job, Result
from bench.load.scenarios import (
    appends,
    connects,
    elsewhere,
    following,
    idle,
    paced,
    polling,
    switching,
    window,
)

Scenario = Callable[[Job], Awaitable[Result]]

SCENARIOS: dict[str, Scenario] = {
    "window": window.run,
    "paced": paced.run,
    "connects": connects.run,
    "idle": idle.run,
    "elsewhere": elsewhere.run,
    "following": following.run,
    "appends": appends.run,
    "polling": polling.run,
    "switching": switching.run,
}
