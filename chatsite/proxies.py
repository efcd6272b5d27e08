"""Whose word counts for where a request comes from: only that of the proxies in TRUSTED_PROXIES."""

import logging
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address


_doubted: set[str] = set()  # peers of whom it was said that they are not believed


def correct(scope: dict[str, Any]) -> None:
    """Gives a request's ASGI scope the client's own address, and no prefix of the path.

    Servers take `root_path` from a header of the client's (Daphne-Root-Path), and Django would build
    addresses from it. Wick is served at the root of its host.
    """
    scope["root_path"] = ""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    if not forwarded:
        return
    peer = scope["client"][0] if scope.get("client") else None
    if peer is not None and not is_trusted(peer):
        _doubt(peer)
    elif (found := client_address(b",".join(forwarded).decode("latin1"))) is not None:
        scope["client"] = [found, 0]


def _doubt(peer: str) -> None:
    """Said once of a peer in a private network: it is likely to be a proxy that was forgotten."""
    if peer in _doubted or len(_doubted) >= 10 or not _is_private(peer):
        return
    _doubted.add(peer)
    logger.warning(
        "X-Forwarded-For from %s is not believed. If this is your proxy, add it to TRUSTED_PROXIES.", peer
    )


@lru_cache(maxsize=1024)
def is_trusted(address: str) -> bool:
    """Is this one of the proxies in TRUSTED_PROXIES?"""
    found = parsed(address)
    return found is not None and any(found in network for network in _networks())


@lru_cache(maxsize=1)
def _networks() -> tuple[Any, ...]:
    return tuple(ip_network(each, strict=False) for each in settings.TRUSTED_PROXIES)


def client_address(forwarded: str) -> str | None:
    """The address nearest to us in X-Forwarded-For that is no proxy of ours; None where there is none.

    What stands further left was written by the client, or by proxies that we do not know.
    """
    nearest = None
    for word in _from_the_right(forwarded):
        if (address := parsed(word)) is None:
            return nearest
        nearest = str(address)
        if not is_trusted(nearest):
            return nearest
    return nearest


def _from_the_right(forwarded: str) -> Iterable[str]:
    return (word.strip() for word in reversed(forwarded.split(",")[-20:]))


def parsed(address: str) -> Address | None:
    """An IP address; one of IPv4 that is written as IPv6 is the same as without."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def address_group(address: str | None) -> str:
    """What counts as one place: an IPv4 address, or a /64 of IPv6, which one customer has to themselves."""
    found = parsed(address or "")
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found) if found is not None else (address or "")


def _is_private(address: str) -> bool:
    found = parsed(address)
    return found is not None and found.is_private
