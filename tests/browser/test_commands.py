"""Commands of the composer: what they do, and what is said where they cannot."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, say
from tests.workspace import Accounts, Workspace

MESSAGES = ".message[data-seq] .message__body"


@pytest.fixture
def page(open_room: OpenRoom, accounts: Accounts) -> Page:
    return open_room(accounts.owner)


@pytest.fixture
def box(page: Page) -> Locator:
    return page.locator("#message-text")


def note(page: Page) -> Locator:
    return page.locator(".composer__note")


def test_an_unknown_command_is_said_and_not_sent(page: Page, box: Locator) -> None:
    say(page, "/topci of the day")
    expect(note(page)).to_contain_text("There is no command /topci.")
    expect(box).to_have_value("/topci of the day")
    box.press_sequentially("s")
    expect(note(page)).to_have_count(0)
    say(page, "after it")
    expect(page.locator(MESSAGES)).to_have_text(["after it"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("//shrug is a command", "/shrug is a command"),
        (" /shrug", "/shrug"),
        ("/etc/hosts is missing", "/etc/hosts is missing"),
        ("// a comment", "// a comment"),
        ("/shrug who knows", r"who knows ¯\_(ツ)_/¯"),
    ],
)
def test_what_is_sent_of_a_text_with_a_slash(page: Page, text: str, shown: str) -> None:
    say(page, text)
    expect(page.locator(MESSAGES)).to_have_text([shown])


def test_me_is_in_italics(page: Page) -> None:
    say(page, "/me waves")
    expect(page.locator(f"{MESSAGES} em")).to_have_text(["waves"])


def test_the_topic_is_changed(page: Page, box: Locator) -> None:
    say(page, "/topic What we grow")
    expect(page.locator(".page-header__topic")).to_have_text("What we grow")
    expect(note(page)).to_have_text("Topic saved.")
    expect(box).to_have_value("")
    expect(page.locator(".event-line")).to_contain_text("What we grow")


def test_who_may_not_change_the_topic_is_told_and_keeps_the_text(
    open_room: OpenRoom, workspace: Workspace
) -> None:
    page = open_room(workspace.new_account())
    say(page, "/topic mine now")
    expect(note(page)).to_have_text("/topic cannot be used here.")
    expect(page.locator("#message-text")).to_have_value("/topic mine now")


def test_the_servers_refusal_is_shown(page: Page, box: Locator) -> None:
    say(page, f"/topic {'long ' * 80}")
    expect(page.locator(".composer__note--bad")).to_contain_text("at most")
    say(page, "/invite @nobody-of-this-name")
    expect(page.locator(".composer__note--bad")).to_contain_text("There is no user with this name.")


def test_people_are_invited(page: Page, open_page: OpenPage, workspace: Workspace, room: str) -> None:
    somebody = workspace.new_account()
    other = open_page(somebody, "/rooms/")
    expect(other.locator(".app[data-connection=online]")).to_be_visible()
    say(page, f"/invite @{somebody.username}")
    expect(note(page)).to_contain_text(f"Added to #{room}")
    expect(other.locator(f".room-link[data-room='{room}']")).to_be_visible()


def test_a_status_is_set_and_cleared(
    open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    page = open_room(somebody)
    say(page, "/status 🌱 planting, back at three")
    expect(note(page)).to_have_text("Status saved.")
    page.goto("/settings/")
    expect(page.locator("#status-form [name=emoji]")).to_have_value("🌱")
    expect(page.locator("#status-form [name=text]")).to_have_value("planting, back at three")
    page.go_back()
    say(page, "/status")
    expect(note(page)).to_have_text("Status cleared.")


def test_a_room_is_muted_and_unmuted(
    open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    actions("join", user=somebody.id, room=room)
    page = open_room(somebody)
    link = page.locator(f".room-link[data-room='{room}']")
    say(page, "/mute")
    expect(note(page)).to_have_text("This room is muted.")
    expect(link.locator("use[href='#i-bell-off']")).to_have_count(1)
    say(page, "/mute off")
    expect(note(page)).to_have_text("This room is no longer muted.")
    expect(link.locator("use[href='#i-bell-off']")).to_have_count(0)


def test_leaving_takes_the_room_off_the_list(
    open_room: OpenRoom, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    actions("join", user=somebody.id, room=room)
    page = open_room(somebody)
    say(page, "/leave")
    expect(note(page)).to_have_text(f"You left #{room}.")
    expect(page.locator(f".room-link[data-room='{room}']")).to_have_count(0)


def test_a_direct_message_opens_the_conversation_with_it(
    page: Page, workspace: Workspace, open_page: OpenPage
) -> None:
    somebody = workspace.new_account()
    say(page, f"/msg @{somebody.username} are you there?")
    expect(page).to_have_url(re.compile("/conversations/"))
    expect(page.locator(MESSAGES)).to_have_text(["are you there?"])
    other = open_page(somebody, "/rooms/")
    expect(other.locator("#people-list .room-link")).to_contain_text("Owner")
    page.go_back()
    expect(page.locator("#message-text")).to_have_value("")


def test_help_lists_the_commands(page: Page) -> None:
    say(page, "/help")
    dialog = page.get_by_role("dialog", name="Commands")
    expect(dialog).to_contain_text("/shrug [message]")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#message-text")).to_have_value("")


def test_no_command_runs_in_an_edit(page: Page, box: Locator) -> None:
    say(page, "plain")
    expect(page.locator(MESSAGES)).to_have_text(["plain"])
    box.press("ArrowUp")
    say(page, "/help me")
    expect(page.locator(MESSAGES)).to_contain_text(["/help me"])
