"""On a phone one pane shows at a time, and a long press opens what can be done with a message."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FINGER, PHONE, OpenRoom, say
from tests.cast import Cast


@pytest.fixture
def phone(open_room: OpenRoom, cast: Cast) -> Page:
    return open_room(cast.owner, **FINGER)


def test_the_arrow_leads_to_the_rooms_and_a_room_back(phone: Page, room: str) -> None:
    expect(phone.locator(".sidebar")).to_be_hidden()
    phone.tap("#back")
    expect(phone.locator(".sidebar")).to_be_visible()
    expect(phone.locator(".sheet")).to_be_hidden()
    phone.tap(f".place[data-room='{room}']")
    expect(phone.locator("#words")).to_be_visible()


def test_the_details_take_the_place_of_the_room(phone: Page) -> None:
    phone.tap("#details-toggle")
    expect(phone.locator(".details")).to_be_visible()
    expect(phone.locator(".main")).to_be_hidden()
    phone.tap("#back")
    expect(phone.locator(".main")).to_be_visible()


def test_a_long_press_opens_the_menu_from_below(phone: Page) -> None:
    phone.fill("#words", "press me")
    phone.tap("#send")
    message = phone.locator(".message[data-seq] .message__body")
    expect(message).to_have_text("press me")
    message.dispatch_event(
        "pointerdown", {"pointerType": "touch", "clientX": 90, "clientY": 90, "bubbles": True}
    )
    menu = phone.get_by_role("menu")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == PHONE["height"]
    menu.get_by_role("menuitem", name="React with hooray").tap()
    expect(phone.locator(".reaction[data-emoji]")).to_have_text("🎉1")


def test_enter_begins_a_line(phone: Page) -> None:
    say(phone, "one line")
    expect(phone.locator("#words")).to_have_value("one line\n")


@pytest.mark.parametrize("width", [320, 390, 639, 640, 900, 1280])
def test_nothing_is_wider_than_the_window(open_room: OpenRoom, cast: Cast, width: int) -> None:
    page = open_room(cast.owner, viewport={"width": width, "height": 700})
    say(page, "https://example.org/" + "a" * 300)
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
