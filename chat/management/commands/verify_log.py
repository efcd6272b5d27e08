from typing import Any

from django.core.management.base import CommandParser

from chat.actions.repairs import repair
from chat.archive.verify import LogProblem, Verification
from chat.management.action import ActionCommand, Said, room_at
from chat.management.progress import bar
from chat.storage import event_log


class Command(ActionCommand):
    help = (
        "Reads every room's log and says what is wrong with it and where, one line each: events that are "
        "missing, or name what is not there; rooms that are not what their log says; read markers beyond a "
        "room's end; rows of people or rooms that no longer exist. Ends with status 1 when something is "
        "(still) wrong."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="look at this room only")
        parser.add_argument(
            "--fix",
            action="store_true",
            help="bring rooms up to their log, cut markers, drop such rows (the log is never changed)",
        )

    def act(self, *, slug: str | None, fix: bool, json: bool, **_: Any) -> Said:
        room = room_at(slug).pk if slug else None
        check = Verification(room)
        found: list[dict[str, Any]] = []
        with bar(event_log.head(room) if room else event_log.estimate(), "events") as progress:
            for problem in check.run():
                if problem is None:
                    progress.update()
                    continue
                repaired = fix and repair(problem)
                found.append(
                    {
                        "where": problem.where,
                        "what": problem.what,
                        "repair": problem.repair,
                        "repaired": repaired,
                    }
                )
                if not json:
                    with progress.external_write_mode():
                        self.stdout.write(_line(problem, repaired))
        if not json:
            self._say_repairs(found)
        return _outcome(check, found)

    def _say_repairs(self, found: list[dict[str, Any]]) -> None:
        """Once for each kind of what is left."""
        for how in dict.fromkeys(problem["repair"] for problem in found if not problem["repaired"]):
            first = next(problem for problem in found if problem["repair"] == how)
            self.stdout.write(f"{first['where']} and the like: {how}")


def _line(problem: LogProblem, repaired: bool) -> str:
    return f"{problem}{' (repaired)' if repaired else ''}"


def _outcome(check: Verification, found: list[dict[str, Any]]) -> Said:
    left = sum(not problem["repaired"] for problem in found)
    facts = {"rooms": len(check.heads), "events": check.events, "wrong": left, "problems": found}
    seen = f"{check.events:,} events of {len(check.heads):,} rooms"
    sentence = (
        f"{seen}: {left:,} wrong, {len(found) - left:,} repaired." if found else f"{seen}: nothing is wrong."
    )
    return Said(sentence, facts, status=1 if left else 0)
