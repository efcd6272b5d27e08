from typing import Any

from django.core.management.base import CommandParser

from chat.management.action import ActionCommand, Error, Said
from chat.projections.handling import retry
from chat.projections.registry import registered


class Command(ActionCommand):
    help = (
        "Handles again the events that projections failed on and set aside. Ends with status 1 when some of "
        "them fail again."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="those of this projection only")

    def act(self, *, name: str | None, **_: Any) -> Said:
        known = registered()
        if name is not None and name not in known:
            raise Error(f"There is no projection “{name}”, only {', '.join(sorted(known)) or 'none'}.")
        outcomes = [retry(projection) for projection in known.values() if name in (None, projection.name)]
        worked, failed = sum(w for w, _ in outcomes), sum(f for _, f in outcomes)
        sentence = f"{worked:,} events handled, {failed:,} failed again."
        return Said(sentence, {"handled": worked, "failed": failed}, status=1 if failed else 0)
