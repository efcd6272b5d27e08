"""Everything can be done from the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import TOUCH, OpenRoom, live, open_switcher, say
from tests.workspace import Accounts, Workspace


def test_ctrl_k_goes_to_a_room(open_room: OpenRoom, workspace: Workspace, accounts: Accounts) -> None:
    other = workspace.room()
    page = open_room(accounts.owner)
    open_switcher(page)
    page.keyboard.type(other)
    expect(page.locator(".result[aria-selected=true]")).to_contain_text(other)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(other)


def test_escape_closes_it_and_focus_returns(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    page.focus("#message-text")
    open_switcher(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#message-text")).to_be_focused()


def test_alt_arrows_go_through_the_rooms(
    open_room: OpenRoom, workspace: Workspace, accounts: Accounts
) -> None:
    workspace.room()
    page = open_room(accounts.owner)
    here = page.locator("h1").inner_text()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("h1")).not_to_have_text(here)
    live(page)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("h1")).to_have_text(here)


def test_arrows_walk_the_messages_and_letters_act_on_one(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    say(page, "one")
    say(page, "two")
    expect(page.locator(".message[data-seq]")).to_have_count(2)
    page.focus("#timeline")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#m2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#m1")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#message-text")).to_have_value("one")
    page.keyboard.press("Escape")
    page.focus("#m1")
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog", name="Delete this message?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".message--deleted")).to_have_count(0)
    page.focus("#m2")
    page.keyboard.press("r")
    expect(page.locator(".composer__note")).to_contain_text("Replying to")


def test_ctrl_slash_lists_the_keys(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("go to a room")


def test_the_first_tab_skips_to_writing(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner, **TOUCH)  # elsewhere the focus is there from the beginning
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("here")
    expect(page.locator("#message-text")).to_have_value("here")


def test_f6_goes_from_part_to_part(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    page.focus("#message-text")
    page.keyboard.press("Shift+F6")
    expect(page.locator("#timeline")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.locator("#message-text")).to_be_focused()


def test_the_timeline_is_one_stop_of_the_tab_key(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    for number in range(3):
        say(page, f"see https://example.org/{number}")
    expect(page.locator(".message[data-seq]")).to_have_count(3)
    page.focus("#timeline")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Attach files")).to_be_focused()  # the first of the composer
    page.keyboard.press("Tab")
    expect(page.locator("#message-text")).to_be_focused()
    page.focus("#m2")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.message').id") == "m2"
