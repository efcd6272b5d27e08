"""What the log needs of the part of the code that keeps files, which registers itself when it starts.

All functions block; call them through chat.storage.executor.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.events.files import AttachedFile
from chat.protocol.errors import forbidden


class FileClaim(NamedTuple):
    """Somebody wants files in a message. `post`: the id of its event; `owner`: the key of its author;
    `files`: their ids, each once."""

    post: str
    owner: str
    files: tuple[str, ...]


class WholeFile(NamedTuple):
    """A file that came in one piece, as a form sends it."""

    name: str
    type: str
    data: bytes
    alt: str = ""


class FileKeeper(Protocol):
    def receive(self, actor: Actor, file: WholeFile) -> str:
        """Keeps a file of somebody's and checks it; its id. Raises Refused."""

    def claim(self, room: str, claim: FileClaim) -> list[AttachedFile] | None:
        """From now on the files belong to this message of the room, and to no other; what was claimed for it
        before is found again. None: one of them is not there for its author."""

    def release(self, room: str, claim: FileClaim) -> None:
        """The message was refused: another one may have its files."""

    def kept(self, ids: Collection[str]) -> set[str]:
        """Those of these files that are still there."""

    def usage(self) -> tuple[int, int]:
        """How many files there are, about, and the bytes that they take."""

    def erase(self, room: str, ids: Collection[str]) -> None:
        """Deletes these files permanently, as far as messages of the room have them."""


_keeper: FileKeeper | None = None


def register(keeper: FileKeeper) -> None:
    global _keeper
    _keeper = keeper


def receive(actor: Actor, file: WholeFile) -> str:
    if _keeper is None:
        raise forbidden(_("Files cannot be uploaded here."))
    return _keeper.receive(actor, file)


def claim(room: str, wanted: FileClaim) -> list[AttachedFile] | None:
    return None if _keeper is None else _keeper.claim(room, wanted)


def release(room: str, claims: Sequence[FileClaim]) -> None:
    if _keeper is not None:
        for each in claims:
            _keeper.release(room, each)


def kept(files: Sequence[AttachedFile]) -> list[AttachedFile]:
    """Those of these files that are still there, in order."""
    there = _keeper.kept([file.id for file in files]) if _keeper is not None and files else set()
    return [file for file in files if file.id in there]


def usage() -> tuple[int, int]:
    return (0, 0) if _keeper is None else _keeper.usage()


def erase(room: str, ids: Collection[str]) -> None:
    if _keeper is not None and ids:
        _keeper.erase(room, ids)
