"""The content of a room's files in a folder, beside the file of the room that `export` writes. Blocks.

The folder has a file for each, by its id, and a small picture of images beside it. What is said of a file
stands in the event of its message.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from chat.events.kinds import MESSAGE
from chat.files import contents
from chat.files.stored import State, files
from chat.storage import event_log
from chat.storage.event_log import Document

SMALL = ".thumb.webp"


class PostedFile(NamedTuple):
    """A file as an event names it."""

    event: Document
    said: dict[str, Any]

    @property
    def key(self) -> str:
        return UUID(self.said["id"]).hex

    def paths(self, folder: Path) -> dict[str, Path]:
        """Where its contents stand in a folder, by what they are."""
        return {
            contents.ORIGINAL: folder / self.key,
            contents.THUMB: folder / f"{self.key}{SMALL}",
        }


def posted(room: str) -> Iterator[PostedFile]:
    """All files that messages of a room have or had."""
    for event in event_log.whole(room):
        if event["kind"] == MESSAGE:
            yield from (PostedFile(event, said) for said in event.get("files", ()))


def export_file(file: PostedFile, folder: Path) -> bool:
    """Writes the content of a file into the folder. Is it still there?"""
    row = files().find_one({"_id": file.key, "room": file.event["room"], "state": State.READY.value})
    if row is None:
        return False
    for what, path in file.paths(folder).items():
        if what == contents.ORIGINAL or row["thumb"]:
            with contents.opened(file.key, what) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
    return True


def import_file(file: PostedFile, folder: Path) -> bool:
    """Keeps a file of the folder for the message that names it. False: it is not there, or a file with its id
    is kept already."""
    paths = file.paths(folder)
    if not paths[contents.ORIGINAL].is_file() or files().find_one({"_id": file.key}, {"_id": 1}) is not None:
        return False
    kept = [what for what, path in paths.items() if path.is_file()]
    for what in kept:
        with paths[what].open("rb") as source:
            contents.store(file.key, what, source)
    files().insert_one(_row(file, has_thumb=contents.THUMB in kept))
    return True


def _row(file: PostedFile, *, has_thumb: bool) -> dict[str, Any]:
    event, said, now = file.event, file.said, datetime.now(UTC)
    return {
        "_id": file.key,
        "owner": event["author"],
        **{"name": said["name"], "alt": said.get("alt") or "", "declared": "", "type": said["type"]},
        **{"state": State.READY.value, "detail": "", "attempts": 0},
        **{"length": said["size"], "offset": said["size"], "parts": [], "size": said["size"]},
        **{"width": said.get("width"), "height": said.get("height"), "thumb": has_thumb},
        **{"room": event["room"], "post": event_log.id_of(event), "claimed_at": now, "refused": False},
        **{"created_at": event["at"], "expires_at": now},  # whether it is needed is looked at soon
    }
