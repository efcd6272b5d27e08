"""What an upgrade request says of who asks: cookie, token, Origin."""

import pytest

from chat.handshake import allowed_origin, bearer, session_key

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
def test_pages_of_the_house_itself_are_allowed(origin: str) -> None:
    assert allowed_origin(origin, HOST)


def test_pages_of_trusted_origins_are_allowed(settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://chat.example.org"]
    assert allowed_origin("https://chat.example.org", HOST)
    assert not allowed_origin("https://chat.example.org.evil.example", HOST)
    assert not allowed_origin("http://chat.example.org", HOST)


def test_the_name_of_the_house_has_to_be_one_of_its_own(settings) -> None:
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
