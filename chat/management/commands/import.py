import sys
from typing import Any

from django.core.management.base import CommandParser

from chat.actions.house import house
from chat.actions.imports import import_room
from chat.management.action import ActionCommand, Error, Said
from chat.management.progress import bar
from chat.transfer import BadLine


class Command(ActionCommand):
    help = (
        "Makes a room from a file that `export` wrote. People who are not here are made as accounts that "
        "cannot sign in. Cut off, it goes on where it stopped when it is run again; run twice, it does "
        "nothing. Docs: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to read; - for the standard input")
        parser.add_argument("--slug", help="the address it gets here (default: the one that it had)")

    def act(self, *, file: str, slug: str | None, **_: Any) -> Said:
        by = house()
        try:
            with (
                sys.stdin.buffer if file == "-" else open(file, "rb") as lines,
                bar(None, "events") as progress,
            ):

                def seen(events: int, total: int) -> None:
                    progress.total = total
                    progress.update()

                done = import_room(by, lines, slug, seen)
        except BadLine as error:
            raise Error(str(error)) from None
        except OSError as error:
            raise Error(f"{file} cannot be read: {error.strerror}.") from None
        room = done.room
        already = done.events - done.stored
        sentence = f"Room “{room.slug}” is here: {done.stored:,} events came in"
        sentence += f", {already:,} were here already." if already else "."
        facts = {"room": room.pk, "slug": room.slug, "events": done.events, "stored": done.stored}
        return Said(sentence, facts | {"people": done.people})
