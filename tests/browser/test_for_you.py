"""The list "For you" as people see it."""

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, live
from tests.workspace import Accounts, Workspace


def test_a_mention_shows_in_the_sidebar_and_in_the_list_and_one_press_opens_it(
    open_page: OpenPage, workspace: Workspace, actions: ActionsProcess, accounts: Accounts, room: str
) -> None:
    reader = workspace.new_account()
    actions("join", user=reader.id, room=room)
    page = open_page(reader, "/for-you/")
    live(page)
    expect(page.locator("#for-you")).to_contain_text("Nothing yet")
    expect(page.locator("#for-you-link .count")).to_be_hidden()
    actions("post", by=accounts.owner.id, room=room, text=f"@{reader.username} look")
    expect(page.locator("#for-you-link .count__number")).to_have_text("1")
    entry = page.locator(".for-you-entry")
    expect(entry).to_contain_text("look")
    entry.locator(".for-you-entry__place").click()
    expect(page.locator("#m1")).to_be_in_viewport()
    expect(page.locator("#for-you-link .count")).to_be_hidden()


def test_everything_is_marked_as_read_on_all_tabs(
    open_page: OpenPage, workspace: Workspace, actions: ActionsProcess, accounts: Accounts, room: str
) -> None:
    reader = workspace.new_account()
    actions("join", user=reader.id, room=room)
    actions("post", by=accounts.owner.id, room=room, text=f"@{reader.username} look", count=2)
    page = open_page(reader, "/for-you/")
    expect(page.locator("#for-you-link .count__number")).to_have_text("2")
    other = open_page(reader, "/rooms/")
    live(other)
    expect(other.locator("#for-you-link .count__number")).to_have_text("2")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".for-you-entry--unread")).to_have_count(0)
    expect(other.locator("#for-you-link .count")).to_be_hidden()
