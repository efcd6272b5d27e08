"""Moderation, and the ends of a session, as the page shows them."""

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, say
from tests.workspace import Accounts, Workspace


def test_a_moderator_removes_what_somebody_said(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, moderator = open_room(accounts.member), open_room(accounts.moderator)
    say(ann, "cheap keys for every program")
    moderator.hover(".message[data-seq]")
    moderator.click("[data-action=more]")
    moderator.get_by_role("menuitem", name="Remove message").click()
    moderator.get_by_role("button", name="Remove message").click()
    expect(ann.locator(".message--deleted")).to_contain_text("A moderator removed this message.")


def test_others_may_answer_and_not_remove(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "mine")
    bob.hover(".message[data-seq]")
    bob.click("[data-action=more]")
    expect(bob.get_by_role("menuitem", name="Reply R", exact=True)).to_be_visible()
    for name in ("Remove", "Delete", "Edit"):
        expect(bob.get_by_role("menuitem", name=name)).to_have_count(0)


def test_a_banned_person_is_told_and_cannot_write(
    open_room: OpenRoom, workspace: Workspace, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    page = open_room(somebody)
    actions("ban", by=accounts.owner.id, room=room, user=somebody.id)
    expect(page.locator("#status")).to_contain_text("You are banned from this room.")
    expect(page.locator("#message-text")).to_be_disabled()
    page.reload()
    expect(page.locator("h1")).to_have_text("Not allowed")


def test_who_is_signed_out_elsewhere_is_told_and_does_not_come_back(
    open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    page = open_room(somebody)
    actions("sign_out", cookie=somebody.cookie)
    expect(page.locator("#status")).to_contain_text("You are signed out.")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.locator(".current-user__status")).to_have_text("Not connected")


def test_who_is_suspended_is_told(open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess) -> None:
    somebody = workspace.new_account()
    page = open_room(somebody)
    actions("suspend", user=somebody.id)
    expect(page.locator("#status")).to_contain_text("Your account is suspended.")
    page.reload()
    expect(page.locator("h1")).to_have_text("Your account is suspended")


def test_an_announcement_shows_wherever_one_is(
    open_page: OpenPage, open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess
) -> None:
    page = open_room(accounts.member)
    actions("announce", text="We restart at noon.")
    expect(page.locator("#status")).to_contain_text("Announcement: We restart at noon.")


def test_a_new_name_reaches_an_open_page(
    open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    page = open_room(somebody)
    actions("change_name", user=somebody.id, name="Another Name")
    page.click("#show-online")
    expect(page.locator("#member-list")).to_contain_text("Another Name")
    say(page, "under another name")
    expect(page.locator(".message[data-seq] .person-name")).to_have_text("Another Name")
