"""What people write, in Chromium: spoilers, names of rooms, tables, tasks and formulas."""

import uuid

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, OpenRoom, say
from tests.workspace import Accounts, Workspace

HIDDEN = "Hidden text: press to show it"


def test_a_spoiler_is_shown_by_a_press_and_by_a_key_and_stays_shown(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.member)
    say(page, "the end: ||everybody **sings**||")
    spoiler = page.locator("#log .spoiler")
    secret = spoiler.get_by_text("everybody")
    expect(page.get_by_role("button", name=HIDDEN)).to_have_count(1)
    expect(secret).to_be_hidden()
    spoiler.click()
    expect(secret).to_be_visible()
    page.locator("#m1").focus()
    page.keyboard.press("p")  # the message is drawn again
    expect(page.locator("#m1 .message__pinned")).to_be_visible()
    expect(secret).to_be_visible()

    page.reload()
    expect(page.get_by_role("button", name=HIDDEN)).to_have_count(1)
    spoiler.focus()
    page.keyboard.press("Enter")
    expect(secret).to_be_visible()


def test_a_quotation_does_not_say_what_is_in_a_spoiler(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    say(page, "the end: ||everybody sings||")
    page.locator("#m1").focus()
    page.keyboard.press("r")
    say(page, "really?")
    expect(page.locator("#m2 .quote__text")).to_have_text("the end: ▒▒▒")


def test_without_scripts_a_spoiler_shows_while_it_has_the_focus(
    open_room: OpenRoom, open_page: OpenPage, accounts: Accounts, room: str
) -> None:
    say(open_room(accounts.member), "||sings||")
    page = open_page(accounts.other, f"/rooms/{room}/", java_script_enabled=False)
    secret = page.locator("#m1 .spoiler > span")
    expect(secret).to_be_hidden()
    page.locator("#m1 .spoiler").focus()
    expect(secret).to_be_visible()


def test_the_name_of_a_room_is_a_link_for_who_may_see_it(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace, room: str
) -> None:
    mine = f"p-{uuid.uuid4().hex[:12]}"
    workspace.actions("private_room", slug=mine, owner=accounts.owner.id)
    owner, member = open_room(accounts.owner), open_room(accounts.member)
    say(owner, f"see #{room} and #{mine}, not #nowhere")
    for page in (owner, member):
        expect(page.locator("#m1 a.room-name").first).to_have_attribute("href", f"/rooms/{room}/")
    expect(owner.locator("#m1 a.room-name")).to_have_count(2)
    expect(member.locator("#m1 a.room-name")).to_have_count(1)


def test_a_wide_table_scrolls_by_itself_on_a_phone(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member, viewport={"width": 360, "height": 700})
    row = "|".join(f"a long word {number}" for number in range(8))
    say(page, f"|{row}|\n|{'-|' * 8}\n|{row}|")
    table = page.locator("#log .table")
    expect(table).to_have_attribute("tabindex", "0")
    expect(table).to_have_role("group")
    assert table.evaluate("element => element.scrollWidth > element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tasks_and_formulas_are_what_a_browser_knows(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    say(page, "- [x] sow\n- [ ] water\n\n$$\\frac{a}{b}$$")
    expect(page.get_by_role("checkbox", name="sow")).to_be_checked()
    expect(page.get_by_role("checkbox", name="water")).to_be_disabled()
    assert page.locator("mfrac").evaluate("element => element instanceof MathMLElement")
