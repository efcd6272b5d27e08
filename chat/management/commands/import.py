import gzip
import sys
import zlib
from typing import IO, Any, cast

from django.core.management.base import CommandParser

from chat.actions.imports import import_room
from chat.actions.system_account import system_account
from chat.archive.transfer import BadLine
from chat.management.action import ActionCommand, Error, Said
from chat.management.progress import bar


def _unpacked(source: IO[bytes]) -> IO[bytes]:
    """The lines of the file, whether it is gzipped or not: its first bytes say."""
    if source.peek(2)[:2] == b"\x1f\x8b":  # type: ignore[attr-defined]
        return cast(IO[bytes], gzip.GzipFile(fileobj=source))
    return source


class Command(ActionCommand):
    help = (
        "Makes a room from a file that `export` wrote. People who are not here get accounts that cannot "
        "sign in. If it was interrupted, run it again to continue; after it is complete, running it "
        "again does nothing. Docs: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to read; - for the standard input")
        parser.add_argument("--slug", help="the address it gets here (default: the one that it had)")

    def act(self, *, file: str, slug: str | None, **_: Any) -> Said:
        by = system_account()
        try:
            with (
                sys.stdin.buffer if file == "-" else open(file, "rb") as source,
                _unpacked(source) as lines,
                bar(None, "events") as progress,
            ):

                def seen(events: int, total: int) -> None:
                    progress.total = total
                    progress.update()

                done = import_room(by, lines, slug, seen)
        except BadLine as error:
            raise Error(str(error)) from None
        except (OSError, EOFError, zlib.error) as error:
            why = getattr(error, "strerror", None) or error
            raise Error(f"{file} cannot be read: {why}.") from None
        room = done.room
        already = done.events - done.stored
        sentence = f"Room “{room.slug}” is imported: {done.stored:,} events stored"
        sentence += f", {already:,} were here already." if already else "."
        facts = {"room": room.pk, "slug": room.slug, "events": done.events, "stored": done.stored}
        return Said(sentence, facts | {"people": done.people})
