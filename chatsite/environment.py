"""How settings are read from the environment: a wrong value ends the start with one clear line."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
T = TypeVar("T")


def refuse(reason: str) -> NoReturn:
    """Ends the process with one line instead of a traceback: this is the operator's to mend."""
    sys.exit(f"wick: {reason}")


def read(name: str, kind: Callable[..., T], default: T, *, wanted: str) -> T:
    """The variable `name` through one of environ's casts; `wanted` says in words what it takes."""
    if not env.str(name, default="").strip():
        return default
    try:
        return kind(name)
    except (ValueError, TypeError, ImproperlyConfigured):
        refuse(f"{name} takes {wanted}, not {env.str(name)!r}")


def flag(name: str, default: bool) -> bool:
    """A yes or no."""
    value = env.str(name, default="").strip().lower()
    if value in ("",):
        return default
    if value in ("1", "true", "yes", "on", "y", "t"):
        return True
    if value in ("0", "false", "no", "off", "n", "f"):
        return False
    refuse(f"{name} takes true or false, not {value!r}")


def number(name: str, default: int, *, least: int = 1, most: int = 2**31 - 1) -> int:
    """A whole number from `least` to `most`."""
    value = read(name, env.int, default, wanted="a whole number")
    if not least <= value <= most:
        refuse(f"{name} takes a whole number from {least} to {most}, not {value}")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """A list, separated by commas; blanks around the words do not count."""
    found = [word.strip() for word in env.str(name, default="").split(",") if word.strip()]
    return found or default


def kept_secret(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner alone."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(path, "x", opener=lambda p, f: os.open(p, f, 0o600)) as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # another process was quicker
        return path.read_text().strip()
