"""Everything can be done from the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenRoom, live, say
from tests.cast import Cast, Stage


def test_ctrl_k_goes_to_a_room(open_room: OpenRoom, stage: Stage, cast: Cast) -> None:
    other = stage.room()
    page = open_room(cast.owner)
    page.keyboard.press("Control+k")
    page.keyboard.type(other)
    expect(page.locator(".result[aria-selected=true]")).to_contain_text(other)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(other)


def test_escape_closes_it_and_focus_returns(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    page.focus("#words")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#words")).to_be_focused()


def test_alt_arrows_go_through_the_rooms(open_room: OpenRoom, stage: Stage, cast: Cast) -> None:
    stage.room()
    page = open_room(cast.owner)
    here = page.locator("h1").inner_text()
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_function("(here) => document.querySelector('h1').textContent !== here", arg=here)
    live(page)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("h1")).to_have_text(here)


def test_arrows_walk_the_messages_and_letters_act_on_one(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    say(page, "one")
    say(page, "two")
    expect(page.locator(".message[data-seq]")).to_have_count(2)
    page.focus("#timeline")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#m2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#m1")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#words")).to_have_value("one")
    page.keyboard.press("Escape")
    page.focus("#m1")
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog", name="Take this message back")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".message--gone")).to_have_count(0)
    page.focus("#m2")
    page.keyboard.press("r")
    expect(page.locator(".composer__note")).to_contain_text("Replying to")


def test_ctrl_slash_lists_the_keys(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("go to a room")


def test_the_first_tab_skips_to_writing(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("here")
    expect(page.locator("#words")).to_have_value("here")


def test_f6_goes_from_part_to_part(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    page.focus("#words")
    page.keyboard.press("Shift+F6")
    expect(page.locator("#timeline")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.locator("#words")).to_be_focused()


def test_the_timeline_is_one_stop_of_the_tab_key(open_room: OpenRoom, cast: Cast) -> None:
    page = open_room(cast.owner)
    for number in range(3):
        say(page, f"see https://example.org/{number}")
    expect(page.locator(".message[data-seq]")).to_have_count(3)
    page.focus("#timeline")
    page.keyboard.press("Tab")
    expect(page.locator("#words")).to_be_focused()
    page.focus("#m2")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.message').id") == "m2"
