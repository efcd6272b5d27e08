"""Enter does not send while a character is composed, or code written."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenRoom, say
from tests.workspace import Accounts, Workspace

# How the Enter that confirms a character comes in: during the composition, and in Safari after its end.
CONFIRMS = {"others": {"isComposing": True, "keyCode": 13}, "Safari": {"isComposing": False, "keyCode": 229}}
PRESS = """(field, how) => {
  const press = { key: "Enter", bubbles: true, cancelable: true, ...how };
  return field.dispatchEvent(new KeyboardEvent("keydown", press));
}"""

confirming = pytest.mark.parametrize("how", CONFIRMS.values(), ids=CONFIRMS)


def confirm(field: Locator, how: dict[str, object]) -> bool:
    """Presses the Enter of an input method; was it left to the browser?"""
    left: bool = field.evaluate(PRESS, how)
    return left


@pytest.fixture
def page(open_room: OpenRoom, accounts: Accounts) -> Page:
    return open_room(accounts.owner)


@confirming
def test_the_composer_sends_nothing(page: Page, how: dict[str, object]) -> None:
    page.fill("#message-text", "にほん")
    assert confirm(page.locator("#message-text"), how)
    expect(page.locator("#message-text")).to_have_value("にほん")
    say(page, "日本")
    expect(page.locator(".message[data-seq] .message__body")).to_have_text(["日本"])


@confirming
def test_an_edit_is_not_saved(page: Page, how: dict[str, object]) -> None:
    say(page, "before")
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    page.press("#message-text", "ArrowUp")
    page.fill("#message-text", "あと")
    assert confirm(page.locator("#message-text"), how)
    confirm(page.locator("#message-text"), {**how, "key": "Escape"})
    expect(page.locator("#message-text")).to_have_value("あと")
    page.keyboard.press("Escape")
    expect(page.locator(".message__body")).to_have_text("before")


@confirming
def test_the_switcher_goes_nowhere(page: Page, how: dict[str, object]) -> None:
    page.keyboard.press("Control+k")
    address = page.url
    page.get_by_role("combobox").fill("r")
    assert confirm(page.get_by_role("combobox"), how)
    expect(page.locator("dialog.switcher")).to_be_visible()
    assert page.url == address


@confirming
def test_the_search_for_an_emoji_picks_none(page: Page, how: dict[str, object]) -> None:
    page.click("#composer-emoji")
    page.get_by_label("Find an emoji").fill("heart")
    assert confirm(page.get_by_label("Find an emoji"), how)
    expect(page.locator(".emoji-picker")).to_be_visible()
    expect(page.locator("#message-text")).to_have_value("")


@confirming
def test_nothing_is_completed(page: Page, how: dict[str, object]) -> None:
    page.locator("#message-text").press_sequentially("/shr")
    expect(page.get_by_role("option")).to_have_count(1)
    assert confirm(page.locator("#message-text"), how)
    expect(page.locator("#message-text")).to_have_value("/shr")


@confirming
def test_a_question_is_not_answered(page: Page, how: dict[str, object]) -> None:
    say(page, "mine")
    page.locator(".message[data-seq]").focus()
    page.keyboard.press("Delete")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    assert not confirm(dialog.locator("form"), how)
    expect(dialog).to_be_visible()


def test_enter_within_a_block_of_code_begins_a_line(page: Page) -> None:
    page.click("#message-text")
    for key in "```py":
        page.keyboard.type(key)
    page.keyboard.press("Enter")
    page.keyboard.type("x = 1")
    page.keyboard.press("Enter")
    page.keyboard.type("```")
    expect(page.locator("#message-text")).to_have_value("```py\nx = 1\n```")
    page.keyboard.press("Enter")
    expect(page.locator("#message-text")).to_have_value("")
    expect(page.locator(".message[data-seq] pre")).to_have_text("x = 1\n")


def test_control_and_enter_sends_from_within_a_block_of_code(page: Page) -> None:
    page.fill("#message-text", "```\nopen")
    page.press("#message-text", "Control+Enter")
    expect(page.locator("#message-text")).to_have_value("")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("```", True),
        ("```py\nx", True),
        ("```\nx\n```", False),
        ("```\nx\n``` y", True),
        ("~~~\n```\nx", True),
        ("~~~\n```\n~~~", False),
        ("````\n```\nx", True),
        ("````\n`````", False),
        ("a ``` b", False),
        ("```x```", False),
        ("  ```\nx", True),
        ("no code", False),
    ],
)
def test_what_is_within_a_block_of_code(page: Page, text: str, inside: bool) -> None:
    found = page.evaluate(
        """async (text) => {
          const { inFence } = await import("/static/js/composer/code_fence.js");
          return inFence(text, text.length);
        }""",
        text,
    )
    assert found is inside


def test_a_draft_follows_to_another_device(open_room: OpenRoom, workspace: Workspace, room: str) -> None:
    person = workspace.new_account()
    workspace.actions("keep_draft", user=person.id, room=room, text="I was")
    here, there = open_room(person), open_room(person)
    for page in (here, there):
        expect(page.locator("#message-text")).to_have_value("I was")
    here.locator("#message-text").press_sequentially(" about")
    expect(there.locator("#message-text")).to_have_value("I was about")
    there.locator("#message-text").fill("something else")
    expect(here.locator("#message-text")).to_have_value("I was about")  # which is being edited
    here.locator("#message-text").press("Enter")
    expect(there.locator(".message")).to_contain_text("I was about")
    expect(there.locator("#message-text")).to_have_value("something else")
