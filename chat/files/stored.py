"""The rows of files, as pymongo documents, and what an event has of one. Blocks."""

from collections.abc import Collection as Some
from typing import Any
from uuid import UUID

from msgspec import UNSET
from pymongo.collection import Collection

from chat.events.documents import hyphened
from chat.events.files import AttachedFile
from chat.files.models import File, FileState
from chat.storage import collections

Row = dict[str, Any]
State = FileState


def files() -> Collection[Row]:
    return collections.collection(File._meta.db_table)


def keys_of(ids: Some[str]) -> list[str]:
    """The keys of files by their ids on the wire."""
    return [UUID(id).hex for id in ids]


def attached(row: Row) -> AttachedFile:
    """A file that is ready, as an event has it."""
    id = hyphened(row["_id"])
    return AttachedFile(
        id=id,
        name=row["name"],
        type=row["type"],
        size=row["size"],
        width=row["width"],
        height=row["height"],
        thumb=f"/files/{id}/thumb.webp" if row["thumb"] else None,
        alt=row["alt"] or UNSET,
    )
