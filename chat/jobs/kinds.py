"""The kinds of jobs. The part of the code that a kind belongs to registers it when the app starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Postponed(Exception):
    """Raised by a handler: the job is to be run again later, which is no failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


class Task(NamedTuple):
    """A job as its handler gets it."""

    key: str
    data: dict[str, Any]


class Run(Protocol):
    """What a handler is given (chat.jobs.queue.Claim)."""

    @property
    def tasks(self) -> Sequence[Task]: ...

    def begin(self) -> None:
        """From here on the work cannot be undone: if the process ends now, it is not done again. Raises
        JobsTaken where another process has the jobs meanwhile."""


@dataclass(frozen=True)
class JobKind:
    """`handle` blocks. It may raise: then the jobs are run again, `attempts` times in all, at growing
    intervals. `together`: it takes all jobs of a group that wait, as soon as one of them is due."""

    name: str
    handle: Callable[[Run], None]
    together: bool = False
    attempts: int = 8


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    _kinds[kind.name] = kind


def known() -> list[str]:
    return sorted(_kinds)


def named(name: str) -> JobKind:
    """Raises KeyError for a kind that this version does not know."""
    return _kinds[name]
