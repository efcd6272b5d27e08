"""A kind of jobs of the tests' own."""

from collections.abc import Callable

import pytest

from chat.jobs import kinds, queue
from chat.jobs.kinds import JobKind, Run
from chat.jobs.queue import NewJob

KIND = "of a test"


class Recorder:
    """A handler that records what it is given, and then does what a test says."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.then: Callable[[Run], None] = lambda run: None

    def __call__(self, run: Run) -> None:
        self.runs.append(sorted(task.key for task in run.tasks))
        self.then(run)

    def add(self, key: str, group: str = "", **more: object) -> int:
        return queue.add([NewJob(KIND, key, dict(more), group)])


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(kinds, "_kinds", {KIND: JobKind(KIND, recorder, attempts=2)})
    return recorder


@pytest.fixture
def together(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The same, for jobs of a group that are done together."""
    monkeypatch.setattr(kinds, "_kinds", {KIND: JobKind(KIND, recorder, together=True)})
    return recorder
