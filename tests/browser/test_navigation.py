"""Going about: panes and the browser's Back, the list of rooms, the switcher, and all of it offline."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import TOUCH, OpenPage, OpenRoom, live, open_switcher, say
from tests.polling import wait_until
from tests.workspace import Account, Accounts, Workspace


@pytest.fixture
def mover(workspace: Workspace) -> Account:
    """Somebody new, with rooms of their own."""
    return workspace.new_account()


def rooms_of(workspace: Workspace, mover: Account, *slugs: str) -> dict[str, str]:
    """New rooms of somebody, by the name that the test has for them."""
    start = f"n{mover.username[1:7]}"
    return {slug: str(workspace.actions("room", slug=f"{start}-{slug}", owner=mover.id)) for slug in slugs}


# --- panes --------------------------------------------------------------------------------------------------


def test_back_on_a_phone_leads_from_a_pane_to_the_room(
    open_room: OpenRoom, accounts: Accounts, room: str
) -> None:
    page = open_room(accounts.owner, **TOUCH)
    for button, pane in (("#back", ".sidebar"), ("#details-toggle", ".details")):
        page.tap(button)
        expect(page.locator(pane)).to_be_visible()
        page.go_back()
        expect(page.locator(pane)).to_be_hidden()
        expect(page.locator(".panel__body")).to_be_visible()
        page.go_forward()
        expect(page.locator(pane)).to_be_visible()
        page.go_back()
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/$"))


def test_back_from_a_room_that_the_list_led_to_is_the_list(
    open_page: OpenPage, workspace: Workspace, mover: Account
) -> None:
    rooms = rooms_of(workspace, mover, "one", "two")
    page = open_page(mover, f"/rooms/{rooms['one']}/", **TOUCH)
    live(page)
    page.tap("#back")
    page.tap(f".room-link[data-room='{rooms['two']}']")
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['two']}/$"))
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['one']}/$"))
    expect(page.locator(".sidebar")).to_be_visible()
    page.go_back()
    expect(page.locator(".panel__body")).to_be_visible()


def test_back_returns_to_where_one_was_reading(
    open_page: OpenPage, workspace: Workspace, mover: Account, accounts: Accounts, actions: ActionsProcess
) -> None:
    rooms = rooms_of(workspace, mover, "one", "two")
    actions("post", by=mover.id, room=rooms["one"], text="a line", count=200)
    page = open_page(mover, f"/rooms/{rooms['one']}/")
    live(page)
    page.evaluate("""async () => {
        const timeline = document.getElementById("timeline");
        while (!document.getElementById("m100")) {
            timeline.scrollTop -= 500;
            await new Promise(requestAnimationFrame);
        }
        document.getElementById("m100").scrollIntoView({ block: "center" });
    }""")
    place = "document.getElementById('m100').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.click(f".room-link[data-room='{rooms['two']}']")
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['two']}/$"))
    page.go_back()
    page.locator("#m100").wait_for(state="attached")
    wait_until(lambda: abs(page.evaluate(place) - before) < 40, what="the place before")


def test_back_from_a_quotation_leads_to_the_answer(
    open_page: OpenPage, workspace: Workspace, mover: Account, actions: ActionsProcess
) -> None:
    room = rooms_of(workspace, mover, "one")["one"]
    page = open_page(mover, f"/rooms/{room}/")
    live(page)
    say(page, "the first of all")
    page.hover(".message[data-seq]")
    page.click(".message-toolbar [data-action=reply]")
    actions("post", by=mover.id, room=room, text="in between", count=150)
    say(page, "an answer to the first")
    expect(page.locator("#m152 .quote")).to_contain_text("the first of all")
    page.locator("#m152 .quote").click()
    expect(page.locator("#m1")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#m152")).to_be_in_viewport()


# --- offline ------------------------------------------------------------------------------------------------


def test_a_room_that_is_chosen_offline_opens_when_the_connection_is_back(
    open_page: OpenPage, workspace: Workspace, mover: Account
) -> None:
    rooms = rooms_of(workspace, mover, "one", "two")
    page = open_page(mover, f"/rooms/{rooms['one']}/")
    live(page)
    page.context.set_offline(True)
    expect(page.locator(".app[data-connection=offline]")).to_be_visible()
    page.click(f".room-link[data-room='{rooms['two']}']")
    expect(page.locator("#status")).to_contain_text(f"#{rooms['two']} opens when the connection is back.")
    expect(page.locator("h1")).to_have_text(rooms["one"])
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['two']}/$"))


def test_offline_no_link_and_no_form_ends_in_the_page_of_errors_of_the_browser(
    open_page: OpenPage, mover: Account
) -> None:
    page = open_page(mover, "/settings/")
    live(page)
    page.context.set_offline(True)
    expect(page.locator(".app[data-connection=offline]")).to_be_visible()
    page.get_by_role("link", name="Password").click()
    expect(page.locator("#status")).to_contain_text("opens when the connection is back.")
    page.locator("form[method=post] button").first.click()
    expect(page.locator("#status")).to_contain_text("Nothing was sent.")
    expect(page).to_have_url(re.compile("/settings/$"))


# --- the list of rooms and the switcher ---------------------------------------------------------------------


def test_the_open_room_is_in_sight_in_a_long_list_sorted_as_people_count(
    open_page: OpenPage, workspace: Workspace, mover: Account
) -> None:
    rooms = rooms_of(workspace, mover, *(f"r{number}" for number in range(1, 46)))
    page = open_page(mover, f"/rooms/{rooms['r45']}/")
    live(page)
    names = page.locator("#room-list .room-link__name").all_inner_texts()
    assert [int(name.rpartition("r")[2]) for name in names] == list(range(1, 46))
    expect(page.locator(".room-link[aria-current]")).to_be_in_viewport(ratio=1)
    place = "document.querySelector('.sidebar__scroll').scrollTop"
    scrolled = page.evaluate(place)
    assert scrolled > 0
    page.click(f".room-link[data-room='{rooms['r44']}']")
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['r44']}/$"))
    live(page)
    wait_until(lambda: page.evaluate(place) == scrolled, what="the same place in the list")


def test_the_switcher_puts_the_very_name_first_then_beginnings_then_what_is_unread(
    open_page: OpenPage, workspace: Workspace, mover: Account, accounts: Accounts, actions: ActionsProcess
) -> None:
    rooms = rooms_of(workspace, mover, "x-r2", "r2", "r20", "y-r2")
    start = rooms["r2"].removesuffix("r2")
    actions("post", by=accounts.owner.id, room=rooms["r20"], text="unread")
    actions("post", by=accounts.owner.id, room=rooms["y-r2"], text="unread")
    page = open_page(mover, "/rooms/")
    live(page)
    open_switcher(page)
    page.keyboard.type(f"{start}r2")
    expect(page.locator(".result").first).to_contain_text(f"{start}r2")
    assert page.locator(".result__name").all_inner_texts()[:2] == [f"{start}r2", f"{start}r20"]
    page.keyboard.press("Control+A")
    page.keyboard.type("r2")
    names = page.locator(".result__name").all_inner_texts()
    assert names[:2] == [rooms["r20"], rooms["y-r2"]]
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{start}r2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/rooms/{rooms['r2']}/$"))


# --- writing ------------------------------------------------------------------------------------------------


def test_on_a_wide_screen_one_may_write_at_once(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    expect(page.locator("#message-text")).to_be_focused()


def test_on_a_phone_no_keyboard_comes_by_itself(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner, **TOUCH)
    expect(page.locator("#message-text")).not_to_be_focused()


def test_letters_that_are_typed_anywhere_go_into_what_is_written(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.owner)
    page.locator("#details-toggle").click()
    page.keyboard.type("hello")
    expect(page.locator("#message-text")).to_have_value("hello")
    expect(page.locator("#message-text")).to_be_focused()


def test_who_writes_in_a_room_is_in_it(open_page: OpenPage, mover: Account, room: str) -> None:
    page = open_page(mover, f"/rooms/{room}/")
    live(page)
    expect(page.locator(".join-prompt")).to_be_visible()
    say(page, "may I?")
    expect(page.locator(".join-prompt")).to_have_count(0)
    expect(page.locator(f".room-link[data-room='{room}'][aria-current]")).to_be_visible()
    page.reload()
    expect(page.locator(f".room-link[data-room='{room}']")).to_be_visible()


# --- what lies where ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, TOUCH], ids=["wide", "phone"])
def test_the_way_to_the_newest_lies_over_the_timeline_alone(
    open_page: OpenPage,
    mover: Account,
    accounts: Accounts,
    room: str,
    actions: ActionsProcess,
    options: dict[str, object],
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=60)
    page = open_page(mover, f"/rooms/{room}/?at=10#m10", **options)
    live(page)
    expect(page.locator("#jump-to-latest")).to_be_visible()
    for name in (".join-prompt", "#composer", ".page-header"):
        wait_until(partial(are_apart, page, "#jump-to-latest", name), what=f"no overlap with {name}")


def are_apart(page: Page, one: str, other: str) -> bool:
    """Is one of the elements wholly above the other?"""
    first, second = page.locator(one).bounding_box(), page.locator(other).bounding_box()
    assert first
    assert second
    upper, lower = sorted((first, second), key=lambda box: box["y"])
    return upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.parametrize("path", ["?at=5#m5", "#m40", "#message-text"])
def test_without_scripts_an_address_scrolls_the_timeline_and_not_the_page(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess, path: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=60)
    page = open_page(accounts.owner, f"/rooms/{room}/{path}", java_script_enabled=False)
    expect(page.locator(path[path.index("#") :])).to_be_in_viewport()
    for name in (".page-header", "#composer", ".sidebar"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)


def test_a_suspended_person_cannot_go_on_writing(
    open_room: OpenRoom, mover: Account, actions: ActionsProcess
) -> None:
    page = open_room(mover)
    actions("suspend", user=mover.id)
    expect(page.locator("#message-text")).to_be_disabled()


def test_nobody_writes_any_more_on_the_page_of_somebody_banned(
    open_room: OpenRoom, mover: Account, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    page, other = open_room(mover), open_room(accounts.owner)
    other.locator("#message-text").press_sequentially("well")
    expect(page.locator("#typing-users")).to_contain_text("is typing")
    actions("ban", by=accounts.owner.id, room=room, user=mover.id)
    expect(page.locator("#message-text")).to_be_disabled()
    expect(page.locator("#typing-users")).to_be_empty()
    expect(page.locator("#show-online")).to_be_hidden()


def test_the_title_counts_what_is_for_me(
    open_page: OpenPage, workspace: Workspace, mover: Account, accounts: Accounts, actions: ActionsProcess
) -> None:
    room = rooms_of(workspace, mover, "one")["one"]
    page = open_page(mover, "/rooms/")
    live(page)
    for text, title in (("hello", r"^• Rooms"), (f"@{mover.username} hello", r"^\(1\) Rooms")):
        actions("post", by=accounts.owner.id, room=room, text=text)
        expect(page).to_have_title(re.compile(title))


def test_only_who_can_set_a_topic_is_asked_to(
    open_room: OpenRoom, accounts: Accounts, mover: Account
) -> None:
    expect(open_room(accounts.owner).locator(".room-intro")).to_contain_text("Set a topic")
    other = open_room(mover).locator(".room-intro")
    expect(other).to_contain_text("Write the first message.")
    expect(other).not_to_contain_text("topic")
