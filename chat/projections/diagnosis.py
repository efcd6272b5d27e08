"""What runs in the background, and what is wrong with it. Functions block."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chat.jobs.models import Job
from chat.projections.models import ProjectionState, SetAsideEvent
from chat.projections.registry import registered

UNREAD_FOR = timedelta(seconds=30)  # nobody reads for a projection that long: none of the processes does
LATE = timedelta(minutes=5)  # a job that could have run so long ago waits for nobody


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and what to do about it."""

    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class ProjectionFacts:
    """`read_by`: a process, empty for none; `set_aside`: events that it could not handle."""

    name: str
    read_by: str
    read_up_to: datetime | None
    handled: int
    set_aside: int

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"read_up_to": self.read_up_to and self.read_up_to.isoformat()}


@dataclass(frozen=True, slots=True)
class JobFacts:
    """`late`: jobs that have been due for longer than LATE."""

    waiting: int
    running: int
    failed: int
    late: int


def projections() -> list[ProjectionFacts]:
    """All that are registered here, by name."""
    states = {state.name: state for state in ProjectionState.objects.all()}
    return [_facts(name, states.get(name)) for name in sorted(registered())]


def jobs() -> JobFacts:
    counts = {
        state: Job.objects.filter(state=state).count() for state in Job.State if state != Job.State.DONE
    }
    due = Job.objects.filter(state=Job.State.WAITING, due_at__lt=datetime.now(UTC) - LATE)
    return JobFacts(
        waiting=counts[Job.State.WAITING],
        running=counts[Job.State.RUNNING],
        failed=counts[Job.State.FAILED],
        late=due.count(),
    )


def findings(read: list[ProjectionFacts], queue: JobFacts) -> Iterator[Finding]:
    start = "Start an instance, or `manage.py worker` where WICK_BACKGROUND_WORK is off."
    for each in read:
        if not each.read_by:
            yield Finding(f"No process reads the log for the projection “{each.name}”.", start)
        if each.set_aside:
            text = f"The projection “{each.name}” could not handle {each.set_aside:,} events."
            yield Finding(
                text, f"Their errors are in the admin. `manage.py retryevents {each.name}` tries again."
            )
    if queue.late:
        yield Finding(f"{queue.late:,} jobs have waited for more than five minutes.", start)
    if queue.failed:
        yield Finding(
            f"{queue.failed:,} jobs failed.", "Their errors are in the admin, where they can run again."
        )


def _facts(name: str, state: ProjectionState | None) -> ProjectionFacts:
    set_aside = SetAsideEvent.objects.filter(projection=name).count()
    if state is None:
        return ProjectionFacts(name, "", None, 0, set_aside)
    since = datetime.now(UTC) - UNREAD_FOR
    is_read = bool(state.holder) and state.expires_at is not None and state.expires_at > since
    return ProjectionFacts(
        name, state.holder if is_read else "", state.watermark, int(state.handled), set_aside
    )
