"""Sessions while old and new instances serve side by side."""

import secrets
from urllib.request import Request, urlopen

from tests.versions.conftest import Version


def page(version: Version, path: str, cookie: str) -> tuple[str, str]:
    """Where one comes out, and what is there."""
    asked = Request(f"{version.instance.url}{path}", headers={"Cookie": f"sessionid={cookie}"})
    with urlopen(asked, timeout=60) as answer:
        return answer.url, answer.read().decode()


def test_a_session_of_one_is_good_in_the_other(direction: tuple[Version, Version]) -> None:
    somewhere, elsewhere = direction
    cookie = somewhere.actions("account", username=f"p{secrets.token_hex(6)}")["cookie"]
    for version in (somewhere, elsewhere):
        assert page(version, "/settings/", cookie)[0].endswith("/settings/"), "signed out"


def test_a_session_of_the_version_before_is_listed_once_it_was_used(before: Version, now: Version) -> None:
    cookie = before.actions("account", username=f"p{secrets.token_hex(6)}")["cookie"]
    page(now, "/settings/", cookie)
    assert "This device" in page(now, "/settings/sessions/", cookie)[1]
