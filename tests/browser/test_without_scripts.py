"""A room is read, and written in, by a browser that runs no scripts."""

import re

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage
from tests.browser.sample_files import picture
from tests.workspace import Accounts


def test_one_reads_and_says_something(open_page: OpenPage, accounts: Accounts, room: str) -> None:
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.fill("#message-text", "by hand, **bold**")
    page.click("#send")
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/\?at=1#m1$"))
    expect(page.locator(".message strong")).to_have_text("bold")


def test_pressing_twice_says_it_once(open_page: OpenPage, accounts: Accounts, room: str) -> None:
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.fill("#message-text", "once")
    page.dblclick("#send")
    expect(page.locator(".message")).to_have_count(1)


def test_older_pages_are_links(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=40)
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    expect(page.locator(".message")).to_have_count(30)
    page.get_by_role("link", name="Older messages").click()
    expect(page.locator(".message")).to_have_count(10)
    page.get_by_role("link", name="Jump to latest").click()
    expect(page.locator(".message")).to_have_count(30)


def test_one_answers_by_a_link(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="who comes?")
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.locator(".message__actions-link").click()
    page.get_by_role("link", name="Reply", exact=True).click()
    expect(page.locator(".composer__note")).to_contain_text("Replying to Owner")
    page.fill("#message-text", "I do")
    page.click("#send")
    expect(page.locator(".quote")).to_contain_text("who comes?")


def test_a_message_is_edited_and_deleted(open_page: OpenPage, accounts: Accounts, room: str) -> None:
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.fill("#message-text", "ten minutes")
    page.click("#send")
    page.locator(".message__actions-link").click()
    page.get_by_label("Text").fill("five minutes")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator(".message")).to_contain_text("five minutes")
    expect(page.locator(".message")).to_contain_text("edited")
    page.locator(".message__actions-link").click()
    page.get_by_role("button", name="Delete message").click()
    expect(page.locator(".message--deleted")).to_contain_text("You deleted this message.")


def test_one_reacts(open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess) -> None:
    actions("post", by=accounts.owner.id, room=room, text="done")
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.locator(".message__actions-link").click()
    page.get_by_role("button", name="🎉").click()
    chip = page.locator(".reaction")
    expect(chip).to_have_text("🎉 1")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(chip).to_have_count(0)


def test_a_moderator_removes_restores_and_bans(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.member.id, room=room, text="cheap keys")
    page = open_page(accounts.moderator, f"/rooms/{room}/", java_script_enabled=False)
    page.locator(".message__actions-link").click()
    page.get_by_label("Reason").fill("advertising")
    page.get_by_role("button", name="Remove message").click()
    expect(page.locator(".message--deleted")).to_contain_text("A moderator removed this message.")
    page.locator(".message__actions-link").click()
    page.get_by_role("button", name="Restore message").click()
    expect(page.locator(".message")).to_contain_text("cheap keys")
    page.locator(".message__actions-link").click()
    page.get_by_role("link", name="Ban Member").click()
    page.get_by_role("button", name="Ban Member").click()
    expect(page.locator(".status").first).to_contain_text(f"Member is banned from #{room}.")
    page.get_by_role("button", name="Unban Member").click()
    expect(page.locator(".status").first).to_contain_text(f"Member may enter #{room} again.")
    assert [line[1] for line in actions("audit", room=room)[-4:]] == [
        "delete message",
        "restore message",
        "ban",
        "unban",
    ]


def test_too_long_is_said_and_kept(open_page: OpenPage, accounts: Accounts, room: str) -> None:
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.fill("#message-text", " ")
    page.click("#send")
    expect(page.locator(".composer__note--bad")).to_have_text("There is nothing in this message.")


def test_one_signs_up_joins_a_room_and_leaves(open_page: OpenPage, workspace: object, room: str) -> None:
    page = open_page(None, f"/rooms/{room}/", java_script_enabled=False)
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("User name").fill(f"new-{room[-8:]}")
    page.get_by_label("Display name").fill("New Person")
    page.get_by_label("Password").fill("a long way home")
    page.get_by_role("button", name="Create account").click()
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/$"))
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator(".room-link[aria-current]")).to_have_text(room)
    page.get_by_role("link", name="Details").click()
    page.get_by_role("button", name=f"Leave #{room}").click()
    expect(page.get_by_text(f"You left #{room}.")).to_be_visible()


def test_a_file_is_sent_without_words(open_page: OpenPage, accounts: Accounts, room: str) -> None:
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    page.get_by_label("Files, up to 1 MB together").set_input_files([picture("chart.png")])
    page.click("#send")
    expect(page.locator(".message .picture__caption")).to_contain_text("chart.png")
