"""What a file is, by its content. What a sender says decides only between sound and film in one container."""

from typing import BinaryIO

import filetype  # type: ignore[import-untyped]

BEGINNING = 8192  # bytes that are looked at
UNKNOWN, TEXT = "application/octet-stream", "text/plain"
# What is made anew from its pixels (chatsite.reencode), and so is shown in place.
PICTURES = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))
# What browsers play and nothing else.
PLAYED = frozenset(
    (
        "video/mp4", "video/webm", "video/ogg", "video/quicktime", "audio/mpeg", "audio/mp4", "audio/ogg",
        "audio/webm", "audio/wav", "audio/flac", "audio/aac",
    )
)  # fmt: skip
SHOWN = PICTURES | PLAYED
# Of these, the type is said; all that is not on a list is UNKNOWN.
KNOWN_FAMILIES = ("image/", "video/", "audio/", "font/")
KNOWN = frozenset(
    (
        "application/pdf", "application/zip", "application/gzip", "application/x-tar", "application/x-bzip2",
        "application/x-xz", "application/zstd", "application/x-7z-compressed", "application/epub+zip",
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
    )
)  # fmt: skip
SAME = {
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "video/x-m4v": "video/mp4",
    "application/ogg": "audio/ogg",
}
SOUND_IN = {"video/webm": "audio/webm", "video/mp4": "audio/mp4", "video/ogg": "audio/ogg"}


def type_of(file: BinaryIO, declared: str) -> str:
    """The type of a file that is open at its beginning, and stands there again afterwards."""
    beginning = file.read(BEGINNING)
    file.seek(0)
    found = filetype.guess_mime(beginning)
    if found is None:
        return TEXT if _is_text(beginning) else UNKNOWN
    found = SAME.get(found, found)
    if SOUND_IN.get(found) == SAME.get(declared, declared):
        return SOUND_IN[found]
    is_known = found.startswith(KNOWN_FAMILIES) and found != "image/svg+xml"
    return found if is_known or found in KNOWN else UNKNOWN


def _is_text(beginning: bytes) -> bool:
    """Is it UTF-8, but for a letter that is cut at the end?"""
    if b"\0" in beginning:
        return False
    try:
        beginning.decode()
    except UnicodeDecodeError as error:
        return error.end == len(beginning) and len(beginning) - error.start < 4
    return True
