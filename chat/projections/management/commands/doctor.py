from dataclasses import asdict
from typing import Any

from django.core.checks import CheckMessage, run_checks

from chat.management.action import ActionCommand, Said
from chat.projections import diagnosis
from chat.projections.diagnosis import Finding, JobFacts, ProjectionFacts

RISKS = 30  # the level of a warning of Django's checks


class Command(ActionCommand):
    help = (
        "Looks at what Wick needs and does, and says what is wrong and what to do: settings, MongoDB, "
        "Redis, migrations and static files (as `check --deploy --database default` does), the projections "
        "that read the log, and the queue of jobs. Ends with status 1 when something is wrong."
    )

    def act(self, *, json: bool, **_: Any) -> Said:
        checked = run_checks(include_deployment_checks=True, databases=["default"])
        found = [_of_check(message) for message in checked if message.level >= RISKS]
        read, queue = diagnosis.projections(), diagnosis.jobs()
        found += diagnosis.findings(read, queue)
        facts = {
            "findings": [asdict(each) for each in found],
            "projections": [each.as_json for each in read],
            "jobs": asdict(queue),
        }
        return Said("\n".join(_lines(read, queue, found)), facts, status=1 if found else 0)


def _of_check(message: CheckMessage) -> Finding:
    return Finding(f"({message.id}) {message.msg}", message.hint or "")


def _lines(read: list[ProjectionFacts], queue: JobFacts, found: list[Finding]) -> list[str]:
    lines = [_line(each) for each in read]
    lines.append(f"jobs: {queue.waiting:,} waiting, {queue.running:,} running, {queue.failed:,} failed")
    lines += [f"wrong: {each.text} {each.hint}".rstrip() for each in found]
    return [*lines, "Nothing is wrong." if not found else f"{len(found):,} things are wrong."]


def _line(each: ProjectionFacts) -> str:
    by = f"read by {each.read_by}" if each.read_by else "read by nobody"
    upto = f"{each.read_up_to:%Y-%m-%d %H:%M:%S} UTC" if each.read_up_to else "nothing yet"
    return f"projection {each.name}: {by}, up to {upto}, {each.handled:,} events"
