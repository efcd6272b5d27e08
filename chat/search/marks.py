"""Keys that say something else of a message than its words. No word begins with a colon."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from chat.text.links import START, address_at
from chat.text.mentions import EVERYONE

ANY = ":"  # every message has it
LINK, CODE, FILE, IMAGE = ":link", ":code", ":file", ":image"
PINNED, THREAD = ":pinned", ":thread"

_CODE = re.compile(r"```|~~~|`[^`\n]+`")


def author(key: str) -> str:
    """`key`: of an account."""
    return f":from:{key}"


def mention(user: str) -> str:
    """`user`: an id, or EVERYONE."""
    return f":mentions:{user if user == EVERYONE else UUID(user).hex}"


def of_text(text: str) -> Iterator[str]:
    if any(address_at(text, found.start(), len(text)) for found in START.finditer(text)):
        yield LINK
    if _CODE.search(text):
        yield CODE


def of_files(files: Any) -> Iterator[str]:
    """`files`: as a message has them, objects with `name` and `type`; None for none."""
    types = [str(file.get("type") or "") for file in dicts(files)]
    if types:
        yield FILE
    if any(type.startswith("image/") for type in types):
        yield IMAGE


def file_names(files: Any) -> str:
    return " ".join(str(file.get("name") or "") for file in dicts(files))


def dicts(files: Any) -> Iterable[dict[str, Any]]:
    return [file for file in files if isinstance(file, dict)] if isinstance(files, list | tuple) else []
