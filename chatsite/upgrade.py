"""The short way to a socket: an upgrade request that came in one piece is read here, once.

Otherwise Twisted reads a request, Daphne writes it out again, and autobahn reads that, which is a third of
what a connect costs. Whatever is not plainly right goes that way, untouched, and is refused there if it has
to be. This is the only place that sets what autobahn's `processHandshake` sets (`websocket_version`,
`websocket_protocols`, `websocket_extensions`, `_wskey`); tests/test_upgrade.py fails when they move.
"""

import re
from dataclasses import dataclass
from typing import Any

from autobahn.websocket.types import ConnectionDeny
from twisted.internet.tcp import Connection
from twisted.web.http import HTTPChannel

LONGEST = 16_384  # bytes of a head; Twisted takes no more
MOST = 100  # headers
VERSION = 13

_HEADER = rb"[!#$%&'*+.^`|~0-9A-Za-z-]+:[ \t]*[\x20-\x7e\x80-\xff]*\r\n"
_PATH, _QUERY = rb"/(?!/)[A-Za-z0-9/._-]*", rb"[A-Za-z0-9&=._%+-]*"
_HEAD = re.compile(rb"GET (%b)(?:\?(%b))? HTTP/1\.1\r\n((?:%b)+)\r\n" % (_PATH, _QUERY, _HEADER))
_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_LIKE_IT = re.compile(rb"\r\nupgrade:[ \t]*websocket[ \t]*\r\n", re.IGNORECASE)
# What names a body, another way to read the request, or is for Daphne.
_UNUSUAL = ("content-length", "transfer-encoding", "expect", "sec-websocket-protocol", "daphne-root-path")


@dataclass(slots=True)
class Upgrade:
    """What Daphne asks of autobahn's ConnectionRequest, and what is beside it in the request."""

    path: str
    query: bytes
    headers: dict[str, str]  # by lower-case name; each was there once
    peer: str = ""


def read(data: bytes) -> Upgrade | None:
    """The upgrade request that `data` is, and nothing else; None when in doubt."""
    if len(data) > LONGEST or _LIKE_IT.search(data) is None:
        return None
    head = _HEAD.fullmatch(data)
    if head is None:
        return None
    lines = head[3].decode("latin1").split("\r\n")[:-1]
    pairs = (line.split(":", 1) for line in lines)
    headers = {name.lower(): value.strip(" \t") for name, value in pairs}
    if len(headers) < len(lines) or len(lines) > MOST or not _is_plain(headers):
        return None
    return Upgrade(head[1].decode("ascii"), head[2] or b"", headers)


def _is_plain(headers: dict[str, str]) -> bool:
    connection = [word.strip() for word in headers.get("connection", "").lower().split(",")]
    origin = headers.get("origin")
    return (
        "upgrade" in connection
        and headers.get("sec-websocket-version") == str(VERSION)
        and _KEY.fullmatch(headers.get("sec-websocket-key", "")) is not None
        and _HOST.fullmatch(headers.get("host", "")) is not None
        and (origin is None or _ORIGIN.fullmatch(origin) is not None)
        and not any(name in headers for name in _UNUSUAL)
    )


class Channel(HTTPChannel):
    """A new connection, until it is known whether it becomes a socket."""

    _begun = False

    def dataReceived(self, data: bytes) -> None:
        if not self._begun:
            self._begun = True
            upgrade = read(data) if isinstance(self.transport, Connection) else None
            if upgrade is not None:
                self._hand_over(upgrade)
                return
        super().dataReceived(data)

    def _hand_over(self, upgrade: Upgrade) -> None:
        """As WebRequest.process of Daphne does it."""
        transport: Any = self.transport
        self.setTimeout(None)
        transport.unregisterProducer()
        protocol: Any = self.factory.server.ws_factory.buildProtocol(transport.getPeer())
        protocol._raw_query_string = upgrade.query
        transport.protocol = protocol
        protocol.makeConnection(transport)
        shake_hands(protocol, upgrade)


def shake_hands(protocol: Any, upgrade: Upgrade) -> None:
    """What autobahn does with a request that it has read itself."""
    upgrade.peer = protocol.peer
    protocol.websocket_version, protocol.websocket_protocols = VERSION, []
    offered = upgrade.headers.get("sec-websocket-extensions", "")
    protocol.websocket_extensions = protocol._parseExtensionsHeader(offered)
    protocol._wskey = upgrade.headers["sec-websocket-key"]

    def refuse(failure: Any) -> None:
        denied = failure.check(ConnectionDeny) is not None
        code, reason = (
            (failure.value.code, failure.value.reason) if denied else (500, "Internal server error")
        )
        protocol.failHandshake(reason, code)

    protocol.onConnect(upgrade).addCallbacks(protocol.succeedHandshake, refuse)
