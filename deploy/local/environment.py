"""What the local commands read from the environment, and the file in which a cluster writes its own."""

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from deploy.local.errors import StartError

# What a shell takes literally on the right of a =, where it neither splits words nor expands patterns.
LITERAL = re.compile(r"[\w@%+=:,./?\[\]-]*", re.ASCII)


def folder(variable: str, default: str) -> Path:
    """The folder that this variable names."""
    return Path(os.environ.get(variable) or default).resolve()


def number(variable: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`."""
    value = os.environ.get(variable) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or not 1 <= int(value) <= most:
        raise StartError(f"{variable} takes a whole number from 1 to {most}, not {value!r}.")
    return int(value)


def secret(variable: str) -> str:
    """The variable, or what stands in the file that it names with _FILE; empty where neither is set."""
    value, path = os.environ.get(variable, ""), os.environ.get(f"{variable}_FILE", "")
    if not path or value:
        return value
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f"{variable}_FILE names {path}, which cannot be read: {error}.") from None


def write(path: Path, values: Mapping[str, str]) -> None:
    """KEY=VALUE lines for `set -a; . FILE`, quoted where a shell needs it; for the owner alone to read."""
    lines = [
        f"{key}={value if LITERAL.fullmatch(value) else shlex.quote(value)}\n"
        for key, value in values.items()
    ]
    new = path.with_name(path.name + ".new")
    new.touch(mode=0o600)
    new.write_text("".join(lines))
    new.replace(path)
