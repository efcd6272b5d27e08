"""Mentioning people in the composer."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenRoom
from tests.workspace import Accounts


def test_people_are_offered_behind_an_at(open_room: OpenRoom, accounts: Accounts) -> None:
    bob = open_room(accounts.member)
    ann = open_room(accounts.other)
    box = ann.locator("#message-text")
    bob.locator("#message-text").fill("hello")
    bob.keyboard.press("Enter")
    expect(ann.locator(".message")).to_contain_text("hello")
    box.press_sequentially("@")
    first = ann.get_by_role("option").first
    expect(first).to_contain_text(f"@{accounts.member.username}")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(ann.get_by_role("option", name="@room")).to_be_visible()
    box.press_sequentially("own")
    expect(ann.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(box).to_have_value("@owner ")
    expect(ann.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("and @mem")
    expect(ann.get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(ann.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("b")
    ann.get_by_role("option").click()
    expect(box).to_be_focused()
    box.press("Enter")
    mention = bob.locator(".mention--me")
    expect(mention).to_have_text(f"@{accounts.member.name}")
    expect(bob.locator(".message--for-me")).to_have_count(1)
    expect(ann.locator(".mention")).to_have_text([f"@{accounts.owner.name}", f"@{accounts.member.name}"])
