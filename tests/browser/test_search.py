"""Searching as people do it: with the quick switcher, from a room, and by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from pymongo import MongoClient

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, live, open_switcher
from tests.browser.test_axe import faults, looks
from tests.polling import wait_until
from tests.workspace import Accounts, Workspace

Indexed = Callable[[int], None]


@pytest.fixture
def indexed(workspace: Workspace, room: str) -> Iterator[Indexed]:
    """Waits until the room's first message is found as it is after an event."""
    with MongoClient[dict[str, object]](workspace.mongodb_uri) as client:
        searched = client.get_default_database()["search_searchedmessage"]

        def wait(rev: int) -> None:
            message = {"_id": f"{room}/1", "rev": {"$gte": rev}}
            wait_until(lambda: searched.find_one(message), what="the message to be indexed")

        yield wait


@pytest.fixture
def word(workspace: Workspace) -> str:
    """One that nobody else says."""
    return f"zq{workspace.new_account().username[1:9]}"


def test_the_quick_switcher_finds_a_message_and_opens_it_in_its_place(
    open_page: OpenPage, actions: ActionsProcess, accounts: Accounts, room: str, word: str, indexed: Indexed
) -> None:
    actions("post", by=accounts.member.id, room=room, text=f"here is the {word} lock")
    indexed(1)
    page = open_page(accounts.owner, "/rooms/")
    live(page)
    result = page.locator(".result").filter(has_text="here is the")
    open_switcher(page)
    page.keyboard.type(word[:-1])
    expect(result).to_be_visible()
    expect(result.locator("mark")).to_have_text(word)
    for _ in range(page.locator(".result").count() - 1):
        page.keyboard.press("ArrowDown")
    expect(result).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/.*#m1$"))
    expect(page.locator("#m1")).to_be_in_viewport()


def test_a_room_is_searched_from_its_header_and_an_edit_and_a_deletion_are_followed(
    open_room: OpenRoom, actions: ActionsProcess, accounts: Accounts, room: str, word: str, indexed: Indexed
) -> None:
    actions("post", by=accounts.owner.id, room=room, text=f"old {word}")
    indexed(1)
    page = open_room(accounts.owner)
    page.get_by_role("link", name=f"Search in #{room}").click()
    field = page.get_by_role("searchbox", name="Search messages")
    expect(field).to_have_value(f"in:{room}")
    field.press("End")
    field.type(f" {word}")
    field.press("Enter")
    expect(page.locator(".search-hit mark")).to_have_text(word)
    actions("edit", by=accounts.owner.id, room=room, seq=1, text=f"new {word}")
    indexed(2)
    page.reload()
    expect(page.locator(".search-hit")).to_contain_text("new")
    actions("delete", by=accounts.owner.id, room=room, seq=1)
    indexed(3)
    page.reload()
    expect(page.locator(".search__none")).to_contain_text("Nothing found")


def test_words_alone_lead_to_the_search_page_by_ctrl_enter(
    open_page: OpenPage, accounts: Accounts, word: str
) -> None:
    page = open_page(accounts.owner, "/rooms/")
    live(page)
    open_switcher(page)
    page.keyboard.type(f"from:me {word}")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/search/"))
    expect(page.locator("#search")).to_contain_text("Nothing found")


@looks
def test_the_search_page_is_accessible_and_fits(
    open_page: OpenPage,
    actions: ActionsProcess,
    accounts: Accounts,
    room: str,
    word: str,
    look: dict[str, Any],
    indexed: Indexed,
) -> None:
    actions("post", by=accounts.member.id, room=room, text=f"{word} " + "long" * 80 + " `code`")
    indexed(1)
    page = open_page(accounts.owner, f"/search/?q={word}", **look)
    expect(page.locator(".search-hit")).to_have_count(1)
    page.locator("summary").click()
    assert faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
