"""Whose word counts for a client's address."""

from typing import Any

import pytest

from chat.realtime.connections import Connections
from chatsite import proxies
from chatsite.proxies import address_group


@pytest.fixture(autouse=True)
def trusted(settings: Any) -> Any:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8", "::1", "10.0.0.0/8"]
    for cache in (proxies.is_trusted, proxies._networks):
        cache.cache_clear()
    yield
    for cache in (proxies.is_trusted, proxies._networks):
        cache.cache_clear()


def seen(peer: str | None, *forwarded: str) -> dict[str, Any]:
    """The scope that the application gets."""
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    client = None if peer is None else [peer, 5]
    scope = {"type": "http", "root_path": "/x", "headers": headers, "client": client}
    proxies.correct(scope)
    return scope


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["1.1.1.1", "203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        ("::ffff:127.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("203.0.113.1", ["203.0.113.9"], "203.0.113.1"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        (None, ["203.0.113.9"], "203.0.113.9"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(
    peer: str | None, forwarded: list[str], client: str
) -> None:
    assert seen(peer, *forwarded)["client"][0] == client


def test_no_prefix_gets_through() -> None:
    assert seen("127.0.0.1")["root_path"] == ""


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8::1:2:3:4", "2001:db8::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_ipv6_counts_by_its_network(address: str, group: str) -> None:
    assert address_group(address) == group


def test_sockets_are_counted_by_address_and_proxies_are_not(settings: Any) -> None:
    settings.WICK_SOCKETS_ADDRESS = 2
    connections = Connections()
    place = connections.enter("2001:db8::1")
    assert place is not None
    assert connections.enter("2001:db8::2") is not None
    assert connections.enter("2001:db8::3") is None
    assert connections.enter("2001:db8:0:1::1") is not None
    connections.leave(place)
    assert connections.enter("2001:db8::3") is not None
    assert all(connections.enter("127.0.0.1") is not None for _ in range(5))
