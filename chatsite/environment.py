"""How settings are read from the environment: a wrong value ends the start with one clear line."""

import os
import secrets
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

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


# What an address says is not repeated in an error: it may hold a password.


def mongodb_address(name: str) -> str:
    """The address of a MongoDB; empty where none is given."""
    address = env.str(name, default="").strip()
    if address and not address.startswith(("mongodb://", "mongodb+srv://")):
        refuse(f"{name} takes an address such as mongodb://127.0.0.1:27017/wick")
    if address.startswith("mongodb://"):  # the other kind is read by asking the DNS
        try:
            with warnings.catch_warnings(action="ignore"):
                parse_uri(address, warn=True)
        except (PyMongoError, ValueError) as error:
            refuse(f"{name} is no address of a MongoDB: {error}")
    return address


def redis_address(name: str) -> str:
    """The address of a Redis; empty where none is given."""
    address = env.str(name, default="").strip()
    schemes = ("redis://", "rediss://", "unix://")
    if address and not (address.startswith(schemes) and is_address(address) and "," not in address):
        refuse(f"{name} takes one address such as redis://127.0.0.1:6379/0")
    return address


def mail_address(name: str, default: str) -> dict[str, Any]:
    """Django's settings for the server that takes our mail."""
    try:
        found = dict(env.email_url_config(env.str(name, default="").strip() or default))
    except (ValueError, TypeError, ImproperlyConfigured):
        found = {}
    sends = found.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
    if not found or (sends and not found["EMAIL_HOST"]):
        refuse(f"{name} takes an address such as smtp+tls://user:password@mail.example.org:587")
    return found


def is_origin(text: str) -> bool:
    """Is this how a browser names the site that a page is from: a scheme and a host, and no more?"""
    if not is_address(text):
        return False
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and text == f"{parts.scheme}://{parts.netloc}"


def is_address(text: str) -> bool:
    """Is this a scheme and a place?"""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path.strip("/")))


def kept_secret(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner alone."""
    try:
        return path.read_text().strip() if path.exists() else _new_secret(path)
    except OSError as error:
        refuse(f"{path} cannot be kept there: {error.strerror}. VAR_DIR names another folder.")


def _new_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda p, f: os.open(p, f, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass  # another process was quicker
    return path.read_text().strip()
