"""Forwarding, and the versions of a message, in Chromium."""

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.workspace import Accounts, Workspace


def test_a_message_is_forwarded_to_a_room_that_is_picked_and_its_link_leads_back(
    open_room: OpenRoom,
    open_page: OpenPage,
    workspace: Workspace,
    accounts: Accounts,
    actions: ActionsProcess,
    room: str,
) -> None:
    reader, other = workspace.new_account(), workspace.room()
    for place in (room, other):
        actions("join", user=reader.id, room=place)
    page, there = open_room(reader), open_page(reader, f"/rooms/{other}/")
    live(there)
    say(page, "mind the slugs")
    message = page.locator("#m1")
    message.hover()
    message.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Forward…").click()
    page.get_by_role("combobox").fill(other)
    page.keyboard.press("Enter")
    page.get_by_label("Comment").fill("look:")
    page.get_by_role("button", name="Forward", exact=True).click()
    expect(page.locator("#status")).to_contain_text("Forwarded to")

    forwarded = there.locator("#log .message")
    expect(forwarded.locator("blockquote")).to_contain_text("mind the slugs")
    expect(forwarded).to_contain_text("look:")
    forwarded.get_by_role("link", name=f"#{room}").click()
    expect(there.locator("#m1")).to_contain_text("mind the slugs")
    expect(there.locator("#m1")).to_be_in_viewport()


def test_edited_opens_the_versions_for_who_may_see_them(
    open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.member.id, room=room, text="mind the slugs")
    actions("edit", by=accounts.member.id, room=room, seq=1, text="mind the snails")
    author, reader = open_room(accounts.member), open_room(accounts.other)
    expect(reader.locator("#m1").get_by_text("edited", exact=True)).to_be_visible()
    expect(reader.locator("#m1").get_by_role("link", name="edited")).to_have_count(0)
    author.locator("#m1").get_by_role("link", name="edited").click()
    dialog = author.get_by_role("dialog", name="Versions of this message")
    expect(dialog.locator(".version .rich-text")).to_have_text(["mind the snails", "mind the slugs"])
    author.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
