import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, cast

from django.core.management.base import CommandParser

from chat.archive.transfer import Export
from chat.management.action import ActionCommand, Error, Said, room_at
from chat.management.progress import bar


class Command(ActionCommand):
    help = (
        "Writes a room to a file that `import` reads: JSON Lines, first the room, then its members, "
        "then its log as stored, with the text of deleted messages too. Docs: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("file", help="where to write it; - for the standard output")

    def act(self, *, slug: str, file: str, **_: Any) -> Said:
        export = Export(room_at(slug))
        events = 0
        try:
            with _output(file) as raw, _packed(raw, file) as output, bar(export.head, "events") as progress:
                for line in export.lines():
                    output.write(line)
                    if line.startswith(b'{"line":"event"'):
                        events += 1
                        progress.update()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Error(f"{file} cannot be written: {error.strerror}.") from None
        sentence = f"Room “{slug}” is written to {file}: {events:,} events."
        return Said(sentence, {"room": export.room.pk, "file": file, "events": events})

    def write_result(self, said: Said, *, as_json: bool) -> None:
        if said.facts["file"] == "-":
            self.stdout = self.stderr  # the standard output holds the room
            self.stdout.style_func = None
        super().write_result(said, as_json=as_json)


@contextmanager
def _packed(raw: IO[bytes], file: str) -> Iterator[IO[bytes]]:
    """Gzipped where the name of the file ends so; the same room gives the same bytes."""
    if not file.endswith(".gz"):
        yield raw
        return
    with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        yield cast(IO[bytes], packed)


@contextmanager
def _output(file: str) -> Iterator[IO[bytes]]:
    """The file, which is there when it is whole and not before; or the standard output, or a device."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(file)
    if path.exists() and not path.is_file():  # such as /dev/null: nothing to put a file in the place of
        with path.open("wb") as output:
            yield output
        return
    path = path.resolve()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as output:
        try:
            yield output
            output.flush()
            os.fsync(output.fileno())
            Path(output.name).replace(path)
        except BaseException:
            Path(output.name).unlink(missing_ok=True)
            raise
