"""What an upgrade request says of who asks: cookie, token, Origin."""

import pytest

from chat.websocket.handshake import allowed_origin, bearer, session_key

HOST = {b"host": b"localhost:8000"}


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", ""),
        ("abc", ""),
        ("Bearer", ""),
        ("", ""),
    ],
)
def test_the_token_of_an_authorization_header(header: str, token: str) -> None:
    assert bearer(header) == token


@pytest.mark.parametrize(
    "cookie",
    ["sessionid=abc", "theme=dark; sessionid=abc", 'odd={"a":[1]}; sessionid=abc; x', "a b=c; sessionid=abc"],
)
def test_the_session_is_found_beside_whatever_other_cookies_there_are(cookie: str) -> None:
    assert session_key(cookie) == "abc"


@pytest.mark.parametrize("cookie", ["", "sessionid", "session=abc", "xsessionid=abc", "\x00\xff"])
def test_no_session_is_found_where_there_is_none(cookie: str) -> None:
    assert session_key(cookie) == ""


@pytest.mark.parametrize("origin", ["http://localhost:8000", "https://localhost:8000"])
def test_pages_of_the_site_itself_are_allowed(origin: str) -> None:
    assert allowed_origin(origin, HOST)


def test_pages_of_trusted_origins_are_allowed(settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://chat.example.org"]
    assert allowed_origin("https://chat.example.org", HOST)
    assert not allowed_origin("https://chat.example.org.evil.example", HOST)
    assert not allowed_origin("http://chat.example.org", HOST)


def test_the_host_of_the_site_has_to_be_an_allowed_one(settings) -> None:
    assert not allowed_origin("http://evil.example", {b"host": b"evil.example"})
    settings.ALLOWED_HOSTS = ["evil.example"]
    assert allowed_origin("http://evil.example", {b"host": b"evil.example"})


@pytest.mark.parametrize(
    "origin",
    [
        *("null", "", "http://", "http://[", "//localhost:8000", "localhost:8000", "file://localhost:8000"),
        *("http://localhost", "http://localhost:8001", "http://evil.example", "http://localhost:8000@evil"),
        *(
            "http://localhost:8000/",
            "http://localhost:8000/rooms",
            "http://localhost:8000?a",
            " http://localhost:8000",
        ),
    ],
)
def test_other_origins_are_not_allowed(origin: str) -> None:
    assert not allowed_origin(origin, HOST)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://h.example", "h.example:443"),
        ("https://h.example:443", "h.example"),
        ("http://h.example", "h.example:80"),
        ("https://H.example", "h.EXAMPLE"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://[::1]", "[::1]:80"),
    ],
)
def test_a_page_of_the_site_itself_however_its_port_is_written(settings, origin: str, host: str) -> None:
    settings.ALLOWED_HOSTS = ["h.example", "[::1]"]
    assert allowed_origin(origin, {b"host": host.encode()})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://h.example:8443", "h.example"),
        ("https://h.example", "h.example:80"),
        ("https://user@h.example", "h.example"),
        ("https://h.example:", "h.example"),
        ("https://h.example/", "h.example"),
        ("http://[::2]:8000", "[::1]:8000"),
        ("null", "null"),
        ("https://h.example:99999", "h.example"),
    ],
)
def test_another_port_or_more_than_an_origin_is_refused(settings, origin: str, host: str) -> None:
    settings.ALLOWED_HOSTS = ["h.example", "[::1]", "[::2]", "null"]
    assert not allowed_origin(origin, {b"host": host.encode()})


def test_an_http_origin_is_refused_under_https(settings) -> None:
    settings.HTTPS = True
    assert not allowed_origin("http://localhost:8000", HOST)
    assert allowed_origin("https://localhost:8000", HOST)


def test_a_trusted_origin_may_be_a_wildcard_or_name_its_port(settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.org", "https://chat.example.net:443"]
    assert allowed_origin("https://a.example.org", HOST)
    assert allowed_origin("https://chat.example.net", HOST)
    assert not allowed_origin("https://a.example.org.evil.example", HOST)
    assert not allowed_origin("http://a.example.org", HOST)
