"""How often a password may be tried: counted by user name and by address, in the cache."""

import hashlib
import logging

from django.core.cache import cache

log = logging.getLogger(__name__)

WINDOW = 300  # seconds
MOST = {"name": 10, "address": 50}  # failures in one window


def too_many(username: str, address: str) -> bool:
    """May this be tried at all just now? A cache that is down keeps nobody out."""
    try:
        counts = cache.get_many(keys(username, address).values())
    except Exception:
        log.warning("The cache does not answer; sign-ins are not counted.", exc_info=True)
        return False
    found = keys(username, address)
    return any(counts.get(key, 0) >= MOST[kind] for kind, key in found.items())


def failed(username: str, address: str) -> None:
    """Counts one wrong password."""
    try:
        for key in keys(username, address).values():
            cache.add(key, 0, WINDOW)
            cache.incr(key)
    except Exception:
        log.warning("The cache does not answer; a failed sign-in was not counted.", exc_info=True)


def succeeded(username: str, address: str) -> None:
    """The name's count begins anew; the address's does not, or one's own account would buy guesses."""
    try:
        cache.delete(keys(username, address)["name"])
    except Exception:
        log.warning("The cache does not answer; a count of sign-ins stays.", exc_info=True)


def keys(username: str, address: str) -> dict[str, str]:
    """Cache keys. Digests, since a cache takes no blanks and what people type may be anything."""
    parts = {"name": username.casefold(), "address": address}
    return {
        kind: f"sign-in:{kind}:{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"
        for kind, value in parts.items()
    }
