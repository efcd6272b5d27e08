"""The names under which files are shown and downloaded, and what an upload says of itself (no I/O)."""

import base64
import binascii
import unicodedata
from typing import NamedTuple

from chat.events.files import LONGEST_ALT
from chat.files.models import LONGEST_NAME

LONGEST_BYTES = 255  # of a name, as file systems have it
LONGEST_EXTENSION = 20  # characters that are kept when a name is cut
RESERVED = "thumb.webp"  # the address of the small picture
UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # the marks of text direction among them


class Announced(NamedTuple):
    """`type`: what the sender takes it for, in lower case."""

    name: str
    type: str
    alt: str


def announced(metadata: str) -> Announced:
    """What the header Upload-Metadata says: names, and values in base64. What is unreadable is left out."""
    found = {}
    for pair in metadata.split(",")[:20]:
        key, _, value = pair.strip().partition(" ")
        found[key] = _decoded(value.strip())
    return described(*(found.get(key, "") for key in ("filename", "filetype", "alt")))


def described(name: str, type: str, alt: str) -> Announced:
    """What somebody says of a file, as it may be shown."""
    declared = type.partition(";")[0].strip().lower()
    return Announced(file_name(name), _ascii(declared)[:100], alternative(alt))


def alternative(given: str) -> str:
    """An alternative text, in one line that is not too long."""
    return " ".join(_visible(given[: 4 * LONGEST_ALT]).split())[:LONGEST_ALT]


def file_name(given: str) -> str:
    """A name without folders, without invisible characters and marks of direction, that is not too long."""
    last = given.replace("\\", "/").rpartition("/")[2]
    name = " ".join(_visible(unicodedata.normalize("NFC", last)).split()).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    rest = dot + extension
    stem = stem[: LONGEST_NAME - len(rest)]
    while len((stem + rest).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    name = stem + rest
    return f"a-{name}" if name.lower() == RESERVED else name or "file"


def _visible(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text if _is_safe(char))


def _is_safe(char: str) -> bool:
    return char in "\t\n\u200d" or unicodedata.category(char) not in UNSAFE


def _ascii(text: str) -> str:
    return text if text.isascii() and text.isprintable() else ""


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
