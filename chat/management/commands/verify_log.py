from typing import Any

from django.core.management.base import CommandParser

from chat import log
from chat.actions.repairs import mend
from chat.management.action import ActionCommand, Said, room_at
from chat.management.progress import bar
from chat.verify import Problem, Verification


class Command(ActionCommand):
    help = (
        "Reads every room's log and says what is wrong with it and where, one line each: events that are "
        "missing, or name what is not there; read markers beyond a room's end; what belongs to people or "
        "rooms that are gone. Ends with status 1 when something is (still) wrong."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="look at this room only")
        parser.add_argument(
            "--fix",
            action="store_true",
            help="cut such markers and drop such rows (the log is never changed)",
        )

    def act(self, *, slug: str | None, fix: bool, json: bool, **_: Any) -> Said:
        room = room_at(slug).pk if slug else None
        check = Verification(room)
        found: list[dict[str, Any]] = []
        with bar(log.head(room) if room else log.estimate(), "events") as progress:
            for problem in check.run():
                if problem is None:
                    progress.update()
                    continue
                mended = fix and mend(problem)
                found.append({"where": problem.where, "what": problem.what, "mended": mended})
                if not json:
                    with progress.external_write_mode():
                        self.stdout.write(_line(problem, mended))
        return _outcome(check, found)


def _line(problem: Problem, mended: bool) -> str:
    return f"{problem}{' (mended)' if mended else ''}"


def _outcome(check: Verification, found: list[dict[str, Any]]) -> Said:
    left = sum(not problem["mended"] for problem in found)
    facts = {"rooms": len(check.heads), "events": check.events, "wrong": left, "problems": found}
    seen = f"{check.events:,} events of {len(check.heads):,} rooms"
    sentence = f"{seen}: {left:,} wrong, {len(found) - left:,} mended." if found else f"{seen}: all is well."
    return Said(sentence, facts, status=1 if left else 0)
