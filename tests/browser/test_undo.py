"""A message that waits before it is sent, and what can be done with it meanwhile."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.browser.sample_files import choose, large, wait_until_ready
from tests.workspace import Accounts

HELD = ".message:has([data-action=undo])"
STORED = ".message[data-seq]"


@pytest.fixture
def page(open_page: OpenPage, accounts: Accounts, room: str) -> Page:
    """Of somebody who has chosen to wait for 20 seconds."""
    page = open_page(accounts.member, "/settings/")
    page.get_by_label("Time to undo a message").select_option("20")
    page.get_by_role("button", name="Save sending").click()
    expect(page.get_by_label("Time to undo a message")).to_have_value("20")
    page.goto(f"/rooms/{room}/")
    live(page)
    return page


def wait_for(page: Page, seconds: int) -> None:
    """Chooses another time to wait."""
    page.evaluate("(seconds) => { document.cookie = `undo=${seconds}; path=/` }", seconds)


def test_messages_are_sent_at_once_unless_one_chose_to_wait(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.other)
    say(page, "now")
    expect(page.locator(STORED)).to_contain_text(["now"])
    expect(page.locator(HELD)).to_have_count(0)


def test_it_can_be_taken_back_and_nobody_sees_it(page: Page, open_room: OpenRoom, accounts: Accounts) -> None:
    other = open_room(accounts.other)
    say(page, "not this")
    expect(page.locator(HELD)).to_contain_text("Sent in")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(HELD)).to_have_count(0)
    expect(page.locator("#message-text")).to_have_value("not this")
    say(page, "but this")
    page.get_by_role("button", name="Send now").click()
    expect(other.locator(STORED)).to_contain_text(["but this"])


def test_the_arrow_in_an_empty_line_takes_it_back(page: Page) -> None:
    say(page, "tpyo")
    expect(page.locator(HELD)).to_have_count(1)
    page.press("#message-text", "ArrowUp")
    expect(page.locator("#message-text")).to_have_value("tpyo")
    expect(page.locator(HELD)).to_have_count(0)


def test_its_text_goes_before_what_was_written_since(page: Page) -> None:
    say(page, "first")
    page.locator("#message-text").press_sequentially("second")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#message-text")).to_have_value("first\n\nsecond")


def test_it_still_waits_after_a_reload(page: Page) -> None:
    say(page, "kept")
    expect(page.locator(HELD)).to_have_count(1)
    page.reload()
    expect(page.locator(HELD)).to_contain_text("kept")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#message-text")).to_have_value("kept")


def test_it_is_sent_when_its_time_is_over(page: Page, open_room: OpenRoom, accounts: Accounts) -> None:
    other = open_room(accounts.other)
    wait_for(page, 5)
    say(page, "later")
    expect(page.locator(HELD)).to_have_count(1)
    expect(other.locator(STORED)).to_contain_text(["later"])
    expect(page.locator(HELD)).to_have_count(0)


def test_messages_keep_their_order_and_reactions_pass(page: Page) -> None:
    say(page, "one")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(STORED)).to_contain_text(["one"])
    say(page, "two")
    expect(page.locator(HELD)).to_have_count(1)
    wait_for(page, 0)
    say(page, "three")
    page.hover("#m1")
    page.click(".message-toolbar__quick >> nth=0")
    expect(page.locator("#m1 .reaction[data-emoji]")).to_have_count(1)
    expect(page.locator(STORED)).to_have_count(1)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(STORED)).to_contain_text(["one", "two", "three"])


def test_its_files_are_in_the_composer_again(page: Page, open_room: OpenRoom, accounts: Accounts) -> None:
    other = open_room(accounts.other)
    choose(page, large("plan.txt", mib=1))
    wait_until_ready(page, "plan.txt")
    say(page, "the plan")
    expect(page.locator(HELD)).to_contain_text("plan.txt")
    expect(page.locator("#composer .upload-card")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(HELD)).to_have_count(0)
    expect(page.locator("#composer .upload-card")).to_contain_text("plan.txt")
    expect(page.locator("#message-text")).to_have_value("the plan")
    page.click("#send")
    page.get_by_role("button", name="Send now").click()
    expect(other.locator(STORED)).to_contain_text(["plan.txt"])


def test_its_files_are_there_after_a_reload_too(page: Page) -> None:
    choose(page, large("plan.txt", mib=1))
    wait_until_ready(page, "plan.txt")
    page.click("#send")
    expect(page.locator(HELD)).to_contain_text("plan.txt")
    page.reload()
    expect(page.locator(HELD)).to_contain_text("plan.txt")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#composer .upload-card")).to_contain_text("plan.txt")


def test_a_reply_that_the_room_shows_is_taken_back_into_its_thread(page: Page) -> None:
    wait_for(page, 0)
    say(page, "who comes along?")
    expect(page.locator("#m1")).to_be_visible()
    wait_for(page, 20)
    page.focus("#m1")
    page.keyboard.press("t")
    page.fill("#thread-text", "not me")
    page.get_by_label("Also send to #").check()
    page.press("#thread-text", "Enter")
    expect(page.locator(HELD)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_have_count(0)
    page.locator("#log").get_by_role("button", name="Undo").click()
    expect(page.locator("#thread-text")).to_have_value("not me")
    expect(page.locator(HELD)).to_have_count(0)
    expect(page.locator("#message-text")).to_have_value("")
