"""The content of files in the storage that the settings name: parts that have come in, the whole, and a small
picture of it. Blocks."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

ORIGINAL, THUMB = "original", "thumb.webp"
FOLDER = "files"


def storage() -> Storage:
    return storages["files"]


def name_of(key: str, what: str = ORIGINAL) -> str:
    return f"{FOLDER}/{key}/{what}"


def store_part(key: str, data: bytes) -> str:
    """Keeps a part of an upload; its name in the storage."""
    name = name_of(key, f"part-{uuid.uuid4().hex}")
    return storage().save(name, ContentFile(data))


def store(key: str, what: str, content: BinaryIO) -> None:
    """Keeps a file, in place of what an attempt before has kept."""
    name = name_of(key, what)
    storage().delete(name)
    storage().save(name, File(content, name=what))


def opened(key: str, what: str = ORIGINAL) -> File:
    """Raises FileNotFoundError."""
    return storage().open(name_of(key, what))


def join(parts: Iterable[str], target: BinaryIO) -> None:
    """Writes the parts into one file, in order. Raises FileNotFoundError."""
    for name in parts:
        with storage().open(name) as part:
            for piece in part.chunks():
                target.write(piece)


def delete(names: Iterable[str]) -> None:
    """What is not there is no mistake: two may delete the same."""
    for name in names:
        storage().delete(name)


def delete_all(key: str, parts: Iterable[str]) -> None:
    """Everything that is kept of a file."""
    delete([name_of(key), name_of(key, THUMB), *parts])
    delete_folder(key)


def delete_folder(key: str) -> None:
    """The empty folder of a file, where folders are something of their own."""
    if isinstance(storage(), FileSystemStorage):
        with suppress(OSError):  # something is in it after all
            storage().delete(f"{FOLDER}/{key}")
