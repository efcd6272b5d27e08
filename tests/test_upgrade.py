"""The short way to a socket (chatsite.upgrade) takes only what the long way would take, and alike."""

import base64
import inspect
import secrets

import pytest
from autobahn.websocket.protocol import WebSocketServerProtocol, parseHttpHeader
from hypothesis import given
from hypothesis import strategies as st

from chatsite.upgrade import LONGEST, read

KEY = base64.b64encode(secrets.token_bytes(16)).decode()
PLAIN = {
    "Host": "chat.example:8000",
    "Upgrade": "websocket",
    "Connection": "keep-alive, Upgrade",
    "Sec-WebSocket-Key": KEY,
    "Sec-WebSocket-Version": "13",
    "Origin": "https://chat.example",
    "Cookie": "sessionid=abc; zone=Europe/Berlin",
}


def request(headers: dict[str, str] = PLAIN, target: str = "/ws/", **changed: str) -> bytes:
    """An upgrade request; a changed header (with _ for -) that is empty is left out."""
    changes = {name.replace("_", "-"): value for name, value in changed.items()}
    fields = {name: value for name, value in {**headers, **changes}.items() if value}
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin1")


def test_what_a_browser_sends_is_read() -> None:
    upgrade = read(request(target="/ws/?lean=1"))
    assert upgrade is not None
    assert (upgrade.path, upgrade.query) == ("/ws/", b"lean=1")
    assert upgrade.headers == {name.lower(): value for name, value in PLAIN.items()}


def test_a_program_sends_no_origin() -> None:
    assert read(request(Origin="", Cookie="", Authorization="Bearer x")) is not None


DOUBTFUL = {
    "a page": request(Upgrade=""),
    "another protocol": request(Upgrade="h2c"),
    "no upgrade of the connection": request(Connection="keep-alive"),
    "another version": request(Sec_WebSocket_Version="8"),
    "no version": request(Sec_WebSocket_Version=""),
    "a short key": request(Sec_WebSocket_Key="AAAA"),
    "no key": request(Sec_WebSocket_Key=""),
    "no host": request(Host=""),
    "an origin that is none": request(Origin="http://["),
    "null": request(Origin="null"),
    "a body": request(Content_Length="3") + b"abc",
    "a body in chunks": request(Transfer_Encoding="chunked"),
    "a prefix of all addresses": request(Daphne_Root_Path="/x"),
    "a sub-protocol": request(Sec_WebSocket_Protocol="chat"),
    "an underscore": request(X_A="1").replace(b"X-A", b"X_A"),
    "a header twice": request().replace(b"\r\n\r\n", b"\r\nhost: evil.example\r\n\r\n"),
    "a folded header": request().replace(b"\r\n\r\n", b"\r\n more\r\n\r\n"),
    "a line without a colon": request().replace(b"\r\n\r\n", b"\r\nmore\r\n\r\n"),
    "a blank before the colon": request().replace(b"Host:", b"Host :"),
    "NUL": request(Cookie="a\0b"),
    "bare line feeds": request().replace(b"\r\n", b"\n"),
    "a carriage return inside": request(Cookie="a\rb"),
    "half of it": request()[:-10],
    "something after it": request() + b"\x81\x80",
    "another method": request().replace(b"GET", b"POST", 1),
    "HTTP/1.0": request().replace(b"HTTP/1.1", b"HTTP/1.0"),
    "a whole address": request(target="http://evil.example/ws/"),
    "another host in the path": request(target="//evil.example/ws/"),
    "a fragment": request(target="/ws/#x"),
    "parameters": request(target="/ws/;x"),
    "an encoded path": request(target="/ws%2F"),
    "a path beyond ASCII": request(target="/w\xe9/"),
    "too long": request(Cookie="x" * LONGEST),
}


@pytest.mark.parametrize("data", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_what_is_not_plainly_right_goes_the_long_way(data: bytes) -> None:
    assert read(data) is None


names = st.sampled_from([*PLAIN, "X-Forwarded-For", "User-Agent", "Accept", "x_y"]) | st.text(
    "aB-_:\t é", max_size=5
)
values = st.sampled_from([*PLAIN.values(), "", "upgrade", "1, 2"]) | st.text(max_size=20)


@given(st.lists(st.tuples(names, values), max_size=12), st.text(max_size=8))
def test_what_is_read_is_what_autobahn_reads(more: list[tuple[str, str]], path: str) -> None:
    lines = [*PLAIN.items(), *more]
    text = f"GET /{path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
    data = text.encode("utf-8", "replace")
    upgrade = read(data)
    if upgrade is not None:
        line, headers, counts = parseHttpHeader(data)
        assert line.split() == [
            "GET",
            upgrade.path + ("?" + upgrade.query.decode() if "?" in path else ""),
            "HTTP/1.1",
        ]
        assert headers == upgrade.headers
        assert set(counts.values()) == {1}


@pytest.mark.parametrize(
    "attribute", ["websocket_version", "websocket_protocols", "websocket_extensions", "_wskey"]
)
def test_autobahn_keeps_what_it_read_where_the_short_way_puts_it(attribute: str) -> None:
    assert f"self.{attribute} = " in inspect.getsource(WebSocketServerProtocol.processHandshake)
    assert "txaio.as_future(self.onConnect, request)" in inspect.getsource(
        WebSocketServerProtocol.processHandshake
    )
