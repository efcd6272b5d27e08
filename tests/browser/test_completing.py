"""Rooms, emoji, languages and commands are offered while their names are written."""

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.text.highlighting import LEXERS
from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom, say
from tests.workspace import Accounts, Workspace


@pytest.fixture
def page(open_room: OpenRoom, accounts: Accounts) -> Page:
    return open_room(accounts.owner)


@pytest.fixture
def box(page: Page) -> Locator:
    return page.locator("#message-text")


def test_my_rooms_are_offered_behind_a_hash(page: Page, box: Locator, room: str) -> None:
    box.press_sequentially(f"see #{room[:8]}")
    option = page.get_by_role("option", name=room)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("listbox", name="Rooms to name")).to_be_visible()
    box.press("Tab")
    expect(box).to_have_value(f"see #{room} ")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_emoji_are_offered_behind_a_colon(page: Page, box: Locator) -> None:
    box.press_sequentially("yes :thumbsu")
    expect(page.get_by_role("option").first).to_contain_text(":thumbsup:")
    active = page.get_by_role("option").first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", str(active))
    box.press("Enter")
    expect(box).to_have_value("yes 👍 ")


def test_a_finished_name_becomes_its_emoji_and_control_z_gives_it_back(box: Locator) -> None:
    box.press_sequentially("well :tada:")
    expect(box).to_have_value("well 🎉")
    box.press("Control+z")
    expect(box).to_have_value("well :tada:")


@pytest.mark.parametrize("text", ["10:30:15", "`:tada:`", "http://a:tada:", ":nosuchemoji:"])
def test_what_is_no_name_of_an_emoji_stays(page: Page, box: Locator, text: str) -> None:
    with page.expect_response("**/emoji/**"):
        box.press_sequentially(":ta")
    box.fill("")
    box.press_sequentially(text)
    box.press_sequentially(" :tada:")
    expect(box).to_have_value(f"{text} 🎉")


def test_emoji_come_in_the_chosen_skin_tone(page: Page, box: Locator) -> None:
    page.click("#composer-emoji")
    page.get_by_role("radio", name="Medium skin tone", exact=True).click()
    page.get_by_label("Find an emoji").fill("waving hand")
    page.get_by_role("button", name="waving hand").first.click()
    expect(box).to_have_value("👋🏽")
    page.reload()
    box.press_sequentially(" :wave:")
    expect(box).to_have_value("👋🏽 👋🏽")


def test_the_language_of_a_block_of_code_is_picked(page: Page, box: Locator) -> None:
    page.get_by_role("button", name="Formatting", exact=True).click()
    page.get_by_role("button", name="Code block").click()
    expect(page.get_by_role("listbox", name="Language of the code")).to_be_visible()
    box.press_sequentially("pyt")
    page.get_by_role("option", name="Python").click()
    expect(box).to_have_value("```python\n\n```")


def test_enter_behind_a_fence_begins_a_line_though_languages_are_offered(page: Page, box: Locator) -> None:
    box.press_sequentially("```")
    expect(page.get_by_role("listbox", name="Language of the code")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("```\n")
    box.fill("")
    box.press_sequentially("```ru")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("```ruby")


def test_the_languages_that_are_offered_are_shown_in_colours(page: Page) -> None:
    codes: list[str] = page.evaluate(
        """async () => {
          const { LANGUAGES } = await import("/static/js/composer/code_languages.js");
          return LANGUAGES.map(([, code]) => code);
        }"""
    )
    assert [code for code in codes if code not in LEXERS] == []


def test_commands_are_offered_behind_a_slash_where_they_can_be_used(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    actions("join", user=somebody.id, room=room)
    owner, member = open_room(accounts.owner), open_room(somebody)
    for page, offered in ((owner, 1), (member, 0)):
        page.locator("#message-text").press_sequentially("/")
        expect(page.get_by_role("option", name="/shrug")).to_have_count(1)
        expect(page.get_by_role("option", name="/topic")).to_have_count(offered)
    member.locator("#message-text").press_sequentially("shr")
    member.keyboard.press("Enter")
    expect(member.locator("#message-text")).to_have_value("/shrug ")


def test_the_arrow_in_an_empty_line_edits_and_not_in_a_list(page: Page, box: Locator) -> None:
    say(page, "before")
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    box.press_sequentially("/")
    box.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    box.fill("")
    box.press("ArrowUp")
    expect(box).to_have_value("before")
