"""The page and an instance that goes away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, live, say
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


@pytest.fixture
def passing(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance that a test may end."""
    with workspace.running("passing", **built) as instance:
        yield instance


def test_a_restart_loses_nothing_and_needs_nobody(
    open_page: OpenPage, passing: Instance, accounts: Accounts, room: str
) -> None:
    page = open_page(accounts.member, f"{passing.url}/rooms/{room}/")
    live(page)
    expect(page.locator(".current-user .presence")).to_be_visible()
    say(page, "before")
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    passing.stop()
    expect(page.locator("#status")).to_contain_text("You are offline.")
    say(page, "meanwhile")
    expect(page.locator("#current-user-status")).to_contain_text("Offline since")
    expect(page.locator(".current-user .presence")).to_be_hidden()
    passing.start()
    expect(page.locator(".message[data-seq]")).to_have_count(2)
    expect(page.locator("#status")).to_contain_text("Back online. 1 message went out.")
    say(page, "after")
    expect(page.locator(".message[data-seq]")).to_have_count(3)
