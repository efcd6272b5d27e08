from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chat.files.transfer import import_file, posted
from chat.management.action import ActionCommand, Error, Said, room_at


class Command(ActionCommand):
    help = (
        "Takes the files of a room's messages from a folder that `exportfiles` wrote, once `import` has "
        "brought in the room. What is here already stays. Docs: docs/commands.md."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the room's address here")
        parser.add_argument("folder", help="the folder to read")

    def act(self, *, slug: str, folder: str, **_: Any) -> Said:
        room, path = room_at(slug), Path(folder)
        try:
            if not path.is_dir():
                raise Error(f"{folder} is no folder.")
            taken = [import_file(file, path) for file in posted(room.pk)]
        except OSError as error:
            raise Error(f"{folder} cannot be read: {error.strerror}.") from None
        done, rest = sum(taken), len(taken) - sum(taken)
        sentence = f"{done:,} files are taken for room “{slug}”"
        sentence += f"; {rest:,} are here already, or not in the folder." if rest else "."
        return Said(sentence, {"room": room.pk, "folder": folder, "files": done, "rest": rest})
