"""The open page follows what is changed about its room."""

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom, say
from tests.workspace import Accounts


def test_title_topic_and_archiving(
    open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    page = open_room(accounts.member)
    actions("describe", by=accounts.owner.id, room=room, title="The garden", topic="Only slugs")
    expect(page.locator(".page-header h1")).to_have_text("The garden")
    expect(page.locator(".page-header__topic")).to_have_text("Only slugs")
    line = page.locator(".event-line", has_text="changed the topic to “Only slugs”.")
    expect(line).to_have_count(1)
    actions("archive", room=room)
    expect(page.locator("#message-text")).to_be_disabled()
    expect(page.get_by_placeholder("This room is archived.")).to_be_visible()
    actions("archive", room=room, on=False)
    expect(page.locator("#message-text")).to_be_enabled()
    say(page, "hello again")
    expect(page.locator(".message", has_text="hello again")).to_be_visible()
    page.reload()
    expect(line).to_have_count(1)
    expect(page.locator(".page-header h1")).to_have_text("The garden")


def test_who_may_post_and_how_often(
    open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    page, box = open_room(accounts.member), "#message-text"
    actions("set_policy", by=accounts.owner.id, room=room, slow=3600)
    note = page.locator(".composer__note", has_text="Slow mode: one message every 1 h.")
    expect(note).to_be_visible()
    expect(note).not_to_contain_text("left")
    say(page, "my turn")
    expect(note).to_contain_text("left")
    page.fill(box, "too early")
    expect(page.locator("#send")).to_be_disabled()
    page.reload()
    expect(note).to_contain_text("left")
    actions("set_policy", by=accounts.owner.id, room=room, post="moderators")
    expect(page.get_by_placeholder("Only moderators can post in this room.")).to_be_disabled()
    expect(note).to_have_count(0)
    page.reload()
    expect(page.get_by_placeholder("Only moderators can post in this room.")).to_be_disabled()
    actions("set_policy", by=accounts.owner.id, room=room)
    expect(page.locator(box)).to_be_enabled()
    expect(page.locator("#send")).to_be_enabled()
