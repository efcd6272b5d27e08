from typing import Any

from django.core.management.base import CommandParser

from chat.management.action import ActionCommand, Error, Said
from chat.management.progress import bar
from chat.projections.rebuilding import rebuild
from chat.projections.registry import registered
from chat.storage import event_log


class Command(ActionCommand):
    help = (
        "Makes a projection (a collection that follows from the log, such as the list “For you”) again from "
        "the whole log, with progress, while instances serve. Cut off, run it again: it starts over."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the projection: one of those that `manage.py doctor` lists")

    def act(self, *, name: str, **_: Any) -> Said:
        projection = registered().get(name)
        if projection is None:
            raise Error(f"There is no projection “{name}”, only {', '.join(sorted(registered())) or 'none'}.")
        if projection.rebuild is None:
            raise Error(f"The projection “{name}” cannot be made again: it acts on what is new only.")
        with bar(event_log.estimate(), "events") as progress:
            total = rebuild(projection, projection.rebuild, progress.update)
        return Said(f"“{name}” is made again from {total:,} events.", {"name": name, "events": total})
