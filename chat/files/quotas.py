"""How much may be kept: of one file, of one person, and of the workspace. Blocks."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.files.stored import files
from chat.protocol.errors import Code, Refused, forbidden
from chatsite.file_storage import MIB, PART
from chatsite.languages import filled

SMALL_PART = 64 * 1024  # a client may send smaller parts than this only a few times
FEW = 16
TOTAL_KEPT = 30  # seconds for which the bytes of the workspace are not counted again

__all__ = ["PART", "check_room_for", "check_size", "largest", "left_for", "most_parts", "total"]


def largest() -> int:
    """The bytes of the largest file."""
    return settings.WICK_FILE_MIB * MIB


def most_parts(length: int) -> int:
    return length // SMALL_PART + FEW


def check_size(length: int) -> None:
    """Raises Refused."""
    if length < 1:
        raise Refused(Code.BAD_FRAME, _("This file is empty."))
    if length > largest():
        text = _("This file is too large. The limit is %(most)d MB.")
        raise Refused(Code.TOO_LONG, filled(text, most=settings.WICK_FILE_MIB))


def check_room_for(actor: Actor, length: int) -> None:
    """Is there space for what this person announces, with all that was announced before? Raises Refused."""
    own = _bytes({"owner": actor.key})
    if own + length > settings.WICK_FILES_PERSON_MIB * MIB:
        text = _("Your files may take %(most)d MB together. Delete messages with files that you do not need.")
        raise forbidden(filled(text, most=settings.WICK_FILES_PERSON_MIB))
    if total() + length > settings.WICK_FILES_TOTAL_MIB * MIB:
        raise forbidden(_("There is no space left for files. Tell an administrator."))


def left_for(actor: Actor) -> int:
    """The bytes that somebody can still upload."""
    own = settings.WICK_FILES_PERSON_MIB * MIB - _bytes({"owner": actor.key})
    return max(0, min(own, settings.WICK_FILES_TOTAL_MIB * MIB - total()))


def total() -> int:
    """The bytes that all files take, as counted within the last half minute."""
    found: int | None = cache.get("files:total")
    if found is None:
        found = _bytes({})
        cache.set("files:total", found, TOTAL_KEPT)
    return found


def _bytes(wanted: dict[str, str]) -> int:
    stages: list[dict[str, Any]] = [{"$match": wanted}, {"$group": {"_id": None, "size": {"$sum": "$size"}}}]
    found = next(files().aggregate(stages, hint="files_of_owner"), None)
    return int(found["size"]) if found else 0
