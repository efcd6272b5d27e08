"""Pinning messages in Chromium: by the menu and the key, seen by everybody at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom, say
from tests.workspace import Accounts

PINNED = "2 pinned messages"


@pytest.fixture
def pages(open_room: OpenRoom, accounts: Accounts) -> tuple[Page, Page]:
    """Two members in one room, with three messages."""
    one, two = open_room(accounts.member), open_room(accounts.other)
    for text in ("first", "second", "third"):
        say(one, text)
    expect(two.locator("#log .message")).to_have_count(3)
    return one, two


def pin(page: Page, seq: int) -> None:
    page.locator(f"#m{seq}").focus()
    page.keyboard.press("p")
    expect(page.locator(f"#m{seq} .message__pinned")).to_be_visible()


def test_a_pinned_message_says_so_to_everybody_and_stands_in_the_list(pages: tuple[Page, Page]) -> None:
    here, there = pages
    expect(here.locator("#show-pins")).to_be_hidden()
    pin(here, 1)
    pin(here, 3)
    for page in (here, there):
        expect(page.locator(".message__pinned")).to_have_count(2)
        expect(page.get_by_role("link", name=PINNED)).to_be_visible()
    there.get_by_role("link", name=PINNED).click()
    expect(there.locator(".pin__text")).to_have_text(["third", "first"])
    there.get_by_role("link", name="first").click()
    expect(there.locator("dialog")).to_have_count(0)
    expect(there.locator("#m1")).to_be_focused()


def test_the_list_changes_while_it_is_open(
    pages: tuple[Page, Page], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    here, there = pages
    pin(here, 1)
    pin(here, 2)
    there.get_by_role("link", name=PINNED).click()
    expect(there.locator(".pin__text")).to_have_text(["second", "first"])
    pin(here, 3)
    expect(there.locator(".pin__text")).to_have_text(["third", "second", "first"])
    there.get_by_role("button", name="Unpin the message by Member").first.click()
    expect(there.locator(".pin__text")).to_have_text(["second", "first"])
    expect(here.locator("#m3 .message__pinned")).to_have_count(0)
    actions("delete", by=accounts.member.id, room=room, seq=2)
    expect(there.locator(".pin__text")).to_have_text(["first"])
    expect(here.get_by_role("link", name="1 pinned message")).to_be_visible()


def test_the_menu_pins_and_unpins(pages: tuple[Page, Page]) -> None:
    here, there = pages
    for label, count in (("Pin to this room", 1), ("Unpin", 0)):
        message = there.locator("#m2")
        message.hover()
        message.get_by_role("button", name="More").click()
        there.get_by_role("menuitem", name=label).click()
        expect(there.locator("#m2 .message__pinned")).to_have_count(count)
        expect(here.locator("#m2 .message__pinned")).to_have_count(count)
    expect(here.locator("#show-pins")).to_be_hidden()
