"""The page and an instance that goes away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, live, say
from tests.cast import Cast, Stage
from tests.instance import Instance


@pytest.fixture
def passing(stage: Stage) -> Iterator[Instance]:
    """An instance that a test may end."""
    instance = stage.instance("passing")
    instance.start()
    yield instance
    instance.close()


def test_a_restart_loses_nothing_and_needs_nobody(
    open_page: OpenPage, passing: Instance, cast: Cast, room: str
) -> None:
    page = open_page(cast.member, f"{passing.url}/rooms/{room}/")
    live(page)
    expect(page.locator(".me .presence")).to_be_visible()
    say(page, "before")
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    passing.stop()
    expect(page.locator("#status")).to_contain_text("You are offline.", timeout=15_000)
    say(page, "meanwhile")
    expect(page.locator("#me-status")).to_contain_text("Offline since")
    expect(page.locator(".me .presence")).to_be_hidden()
    passing.start()
    expect(page.locator(".message[data-seq]")).to_have_count(2, timeout=45_000)
    expect(page.locator("#status")).to_contain_text("Back online. 1 message went out.")
    say(page, "after")
    expect(page.locator(".message[data-seq]")).to_have_count(3)
