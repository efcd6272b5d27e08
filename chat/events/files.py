"""The files of a message, as an event has them (no I/O). What keeps them is chat.storage.attached_files."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from msgspec import UNSET, Meta, Struct, UnsetType, ValidationError, convert

from chat.protocol.errors import Code, Refused
from chatsite.languages import filled

MOST_FILES = 10  # of one message
LONGEST_ALT = 500  # characters
TOO_MANY = _("A message can have at most %(most)d files.")

FileId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        max_length=36,
        description="The id of an upload.",
    ),
]
FileIds = Annotated[list[FileId], Meta(max_length=MOST_FILES, description="Uploads of one's own.")]
Pixels = Annotated[int, Meta(ge=1, description="Of an image that is shown.")]


class AttachedFile(Struct, kw_only=True, gc=False):
    """A file of a message. `width`, `height` and `thumb` are null for all but images that are shown."""

    id: FileId
    name: str
    type: Annotated[str, Meta(description="By its content, such as `image/png`.")]
    size: Annotated[int, Meta(ge=0, description="In bytes.")]
    width: Pixels | None = None
    height: Pixels | None = None
    thumb: Annotated[str, Meta(description="The address of a small WebP picture of it.")] | None = None
    alt: Annotated[str, Meta(description="What an image shows, in words.")] | UnsetType = UNSET


Files = Annotated[list[AttachedFile], Meta(min_length=1, max_length=MOST_FILES)]


def file_ids(given: Sequence[str]) -> list[str]:
    """These as ids of files of one message. Raises Refused."""
    try:
        return convert([*given], FileIds)
    except ValidationError:
        raise Refused(Code.BAD_FRAME, filled(TOO_MANY, most=MOST_FILES)) from None


def asked_for(ids: list[str]) -> list[AttachedFile]:
    """Files of which no more is known than that somebody wants them in a message, each once."""
    return [AttachedFile(id=id, name="", type="", size=0) for id in dict.fromkeys(ids)]


def names_of(files: Iterable[Any]) -> str:
    """What stands for a message without text: the names of its files, here as on the wire."""
    return ", ".join(file["name"] if isinstance(file, dict) else file.name for file in files)
