"""Keeping messages in Chromium: by the menu, by the key, and on the page of the list."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.workspace import Accounts, Workspace


def test_the_menu_and_the_key_keep_a_message_and_the_list_of_another_tab_follows(
    open_room: OpenRoom, open_page: OpenPage, accounts: Accounts, workspace: Workspace, room: str
) -> None:
    reader = workspace.new_account()
    workspace.actions("join", user=reader.id, room=room)
    page, there = open_room(reader), open_page(reader, "/kept/")
    live(there)
    expect(there.locator("#kept")).to_contain_text("Nothing here yet")
    say(page, "mind the slugs")
    message = page.locator("#m1")

    message.hover()
    message.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Keep for later").click()
    expect(there.locator(".pin__text")).to_have_text("mind the slugs")

    message.hover()
    message.get_by_role("button", name="More").click()
    expect(page.get_by_role("menuitem", name="Remove from Kept")).to_be_visible()
    page.keyboard.press("Escape")
    message.focus()
    page.keyboard.press("k")
    expect(there.locator("#kept")).to_contain_text("Nothing here yet")


def test_a_kept_message_opens_in_its_room_and_is_removed_without_scripts(
    open_room: OpenRoom, open_page: OpenPage, accounts: Accounts, workspace: Workspace, room: str
) -> None:
    reader = workspace.new_account()
    workspace.actions("join", user=reader.id, room=room)
    page = open_room(reader)
    say(page, "mind the slugs")
    page.locator("#m1").focus()
    page.keyboard.press("k")
    expect(page.locator("#status")).to_contain_text("Kept for later.")
    page.get_by_role("link", name="Kept").click()
    page.get_by_role("link", name="mind the slugs").click()
    expect(page.locator("#m1")).to_be_in_viewport()

    plain = open_page(reader, "/kept/", java_script_enabled=False)
    plain.get_by_role("button", name="Remove").click()
    expect(plain.locator("#kept")).to_contain_text("Nothing here yet")
