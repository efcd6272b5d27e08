from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chat.files.transfer import export_file, posted
from chat.management.action import ActionCommand, Error, Said, room_at


class Command(ActionCommand):
    help = (
        "Writes the files of a room's messages into a folder, beside what `export` writes. `importfiles` "
        "reads it. Docs: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address")
        parser.add_argument("folder", help="where to write them; it is made")

    def act(self, *, slug: str, folder: str, **_: Any) -> Said:
        room, path = room_at(slug), Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
            written = [export_file(file, path) for file in posted(room.pk)]
        except OSError as error:
            raise Error(f"{folder} cannot be written: {error.strerror}.") from None
        done, gone = sum(written), len(written) - sum(written)
        sentence = f"{done:,} files of room “{slug}” are written to {folder}"
        sentence += f"; {gone:,} are not kept any more." if gone else "."
        return Said(sentence, {"room": room.pk, "folder": folder, "files": done, "gone": gone})
