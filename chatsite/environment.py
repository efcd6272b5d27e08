"""How settings are read from the environment: a wrong value ends the start with one clear line."""

import os
import re
import secrets
import socket
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

from chatsite import push_keys

env = environ.Env()
T = TypeVar("T")


def refuse(reason: str) -> NoReturn:
    """Ends the process with one line instead of a traceback: the operator has to fix this."""
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


def rate(name: str, default: str) -> tuple[int, int]:
    """How often something may be done: a count, and in how many seconds. `10/3600` is ten an hour."""
    value = env.str(name, default="").strip() or default
    count, _, seconds = value.partition("/")
    if not (_is_whole(count) and _is_whole(seconds)):
        refuse(f"{name} takes a count and seconds such as 10/3600, not {value!r}")
    return int(count), int(seconds)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:10]) <= 2**31 - 1 and len(text) <= 10


def strings(name: str, default: list[str]) -> list[str]:
    """A list, separated by commas; blanks around the words do not count."""
    found = [word.strip() for word in env.str(name, default="").split(",") if word.strip()]
    return found or default


def networks(name: str, default: list[str]) -> list[str]:
    """IP addresses and networks, separated by commas."""
    found = strings(name, default)
    for each in found:
        try:
            ip_network(each, strict=False)
        except ValueError:
            refuse(f"{name} takes addresses and networks such as 10.0.0.5 or 10.0.0.0/8, not {each!r}")
    return found


def secret(name: str) -> str:
    """The variable `name`, or what stands in the file that `name`_FILE names; empty where neither is set."""
    value, path = (env.str(each, default="").strip() for each in (name, f"{name}_FILE"))
    if not path:
        return value
    if value:
        refuse(f"{name} and {name}_FILE are both set. Set one of them.")
    try:
        value = Path(path).read_text().strip()
    except OSError as error:
        refuse(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        refuse(f"{name}_FILE names {path}, which is no text.")
    return value or refuse(f"{name}_FILE names {path}, which is empty.")


def push_key(name: str) -> str:
    """The secret `name`, which is a private key of web push; empty where it is not set."""
    value = secret(name)
    try:
        if value:
            push_keys.read(value)
    except ValueError:
        refuse(f"{name} takes a private key of the curve P-256, in PEM or as 32 bytes in base64url")
    return value


def secret_strings(name: str) -> list[str]:
    """A list of secrets without blanks in them, separated by commas, blanks or ends of lines."""
    return [word for word in re.split(r"[,\s]+", secret(name)) if word]


# What an address says is not repeated in an error: it may hold a password.


def mongodb_address(name: str) -> str:
    """The address of a MongoDB; empty where none is given."""
    address = secret(name)
    if address and not address.startswith(("mongodb://", "mongodb+srv://")):
        refuse(f"{name} takes an address such as mongodb://127.0.0.1:27017/wick")
    if address.startswith("mongodb://"):  # the other kind is read by asking the DNS
        try:
            with warnings.catch_warnings(action="ignore"):
                parse_uri(address, warn=True)
        except (PyMongoError, ValueError) as error:
            refuse(f"{name} is no address of a MongoDB: {error}")
    return address


def redis_addresses(name: str) -> list[str]:
    """The addresses of the Redis servers, separated by commas; none where it is not set."""
    addresses = [address.strip() for address in secret(name).split(",") if address.strip()]
    schemes = ("redis://", "rediss://", "unix://")
    if not all(address.startswith(schemes) and is_address(address) for address in addresses):
        refuse(f"{name} takes one address such as redis://127.0.0.1:6379/0, or several with commas between")
    return addresses


def redis_options(address: str, *, timeout: float) -> dict[str, Any]:
    """How every connection to a Redis is kept, for redis-py: no answer within `timeout` seconds is an error,
    and one that is idle or silent is found out, by a PING of ours and by the kernel."""
    options: dict[str, Any] = {
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
        "health_check_interval": 10,
    }
    if not address.startswith("unix://"):
        tcp = {socket.TCP_KEEPIDLE: 10, socket.TCP_KEEPINTVL: 5, socket.TCP_KEEPCNT: 3}
        tcp[socket.TCP_USER_TIMEOUT] = 15_000  # milliseconds in which what was sent has to be confirmed
        options |= {"socket_keepalive": True, "socket_keepalive_options": tcp}
    return options


@dataclass(frozen=True)
class MailServer:
    """The server that takes our mail, and Django's back-end that speaks with it. Port 0: the usual one."""

    backend: str
    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool
    file_path: str | None


def mail_server(name: str, default: str) -> MailServer:
    try:
        found = dict(env.email_url_config(secret(name) or default))
    except (ValueError, TypeError, ImproperlyConfigured):
        found = {}
    sends = found.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
    if not found or (sends and not found["EMAIL_HOST"]):
        refuse(f"{name} takes an address such as smtp+tls://user:password@mail.example.org:587")
    return MailServer(
        backend=found["EMAIL_BACKEND"],
        host=found["EMAIL_HOST"] or "",
        port=found["EMAIL_PORT"] or 0,
        user=found["EMAIL_HOST_USER"] or "",
        password=found["EMAIL_HOST_PASSWORD"] or "",
        use_tls=found.get("EMAIL_USE_TLS", False),
        use_ssl=found.get("EMAIL_USE_SSL", False),
        file_path=found["EMAIL_FILE_PATH"] or None,
    )


def origin(name: str, default: str) -> str:
    """The address of a site: a scheme and a host, and no more. Empty where `default` is."""
    found = env.str(name, default="").strip().rstrip("/") or default
    if found and not is_origin(found):
        refuse(f"{name} takes an address such as https://chat.example.org, not {found!r}")
    return found


def public_address(hosts: list[str], *, https: bool, port: int | None) -> str:
    """The site's address from the first full name of these hosts; empty where there is none."""
    named = [host for host in hosts if not host.startswith((".", "*"))]
    if not named:
        return ""
    return f"{'https' if https else 'http'}://{named[0]}{f':{port}' if port else ''}"


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


def kept_secret(path: Path, *, make: bool) -> str:
    """The secret kept in `path`, readable by its owner alone. Where there is none: a new one if `make`, else
    an empty text."""
    try:
        if path.exists():
            return path.read_text().strip()
        return _new_secret(path) if make else ""
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
