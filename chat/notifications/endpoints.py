"""Addresses of push services. A client chooses them: none may lead this server to its own network.

Only https, or a loopback address with DEBUG; and only where every address behind the name is a public one.
The connection then goes to the address that was looked at, not to what the name says a moment later.
"""

import ipaddress
import socket
import ssl
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

LONGEST = 1000  # characters
TIMEOUT = urllib3.Timeout(connect=5, read=10)  # seconds
LONGEST_ANSWER = 1024  # bytes of it that are read
# Networks of IPv6 in which an address of IPv4 stands, which may be a private one.
EMBEDDING = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "2002::/16", "2001::/32", "::/96")]


class BadEndpoint(ValueError):
    """This is no address that messages are sent to."""


class Answer(NamedTuple):
    status: int
    retry_after: str


class _Place(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str


def origin(endpoint: str) -> str:
    """Scheme, host and port. Raises BadEndpoint."""
    place = _place(endpoint)
    usual = {"https": 443, "http": 80}[place.scheme]
    port = "" if place.port == usual else f":{place.port}"
    return f"{place.scheme}://{place.host}{port}"


def check(endpoint: str) -> None:
    """Raises BadEndpoint; OSError where the name cannot be resolved. Blocks."""
    _address(_place(endpoint))


def post(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Raises BadEndpoint, OSError or urllib3's errors. Follows no redirect. Blocks."""
    place = _place(endpoint)
    with _pool(place, _address(place)) as pool:
        response = pool.request(
            "POST",
            place.path,
            body=body,
            headers={**headers, "Host": origin(endpoint).partition("://")[2]},
            redirect=False,
            retries=False,
            assert_same_host=False,
            preload_content=False,
        )
        response.read(LONGEST_ANSWER)
        return Answer(response.status, response.headers.get("Retry-After", ""))


def _place(endpoint: str) -> _Place:
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise BadEndpoint("The address is too long, or has characters that no address has.")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise BadEndpoint("The address cannot be read.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        raise BadEndpoint("The address is none of https.")
    if parts.scheme == "http" and not (settings.DEBUG and _is_loopback(parts.hostname)):
        raise BadEndpoint("The address is none of https.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Place(parts.scheme, parts.hostname, port or {"https": 443, "http": 80}[parts.scheme], path)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(place: _Place) -> str:
    """The IP address to connect to."""
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise BadEndpoint("The address is in a private network.")
    return addresses[0]


def is_allowed(address: str) -> bool:
    """Is it a public address, or with DEBUG one of this machine's own?"""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return settings.DEBUG
    embeds = isinstance(ip, ipaddress.IPv6Address) and any(ip in network for network in EMBEDDING)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or embeds)


def _pool(place: _Place, address: str) -> HTTPConnectionPool:
    if place.scheme == "http":
        return HTTPConnectionPool(address, place.port, timeout=TIMEOUT)
    return HTTPSConnectionPool(
        address,
        place.port,
        timeout=TIMEOUT,
        ssl_context=_context(),
        server_hostname=place.host,
        assert_hostname=place.host,
    )


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
