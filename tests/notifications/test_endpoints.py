"""A client chooses the address of its push service: it must not lead this server to its own network."""

import socket
from typing import Any

import pytest
from urllib3.exceptions import HTTPError

from chat.notifications import endpoints
from chat.notifications.endpoints import BadEndpoint

PRIVATE = [
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
    *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1"),
    *("64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::", "::10.0.0.1"),
]
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]


@pytest.fixture(autouse=True)
def in_production(settings: Any) -> None:
    settings.DEBUG = False


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    assert not endpoints.is_allowed(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert endpoints.is_allowed(address)


def test_this_machine_is_allowed_with_debug_alone(settings: Any) -> None:
    settings.DEBUG = True
    assert endpoints.is_allowed("127.0.0.1")
    assert not endpoints.is_allowed("10.0.0.1")


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(BadEndpoint):
        endpoints.check("https://push.example.org/1")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another answer of the name a moment later changes nothing."""
    answers = [["8.8.8.8"], ["10.0.0.1"]]
    connected: list[Any] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host == "push.example.org":
            return [(0, 0, 0, "", (address, port)) for address in answers.pop(0)]
        connected.append(host)
        raise OSError("the test connects to nothing")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(HTTPError):
        endpoints.post("https://push.example.org/1", b"", {})
    assert connected == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("https://push.example.org/a/b?c", "https://push.example.org"),
        ("https://push.example.org:8443/a", "https://push.example.org:8443"),
    ],
)
def test_a_signature_is_for_the_origin(endpoint: str, expected: str) -> None:
    assert endpoints.origin(endpoint) == expected
