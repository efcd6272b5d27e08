"""On a phone one pane shows at a time, and a long press opens what can be done with a message."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TOUCH, OpenRoom, say
from tests.browser.touch import Touch
from tests.polling import wait_until
from tests.workspace import Accounts


@pytest.fixture
def phone(open_room: OpenRoom, accounts: Accounts) -> Page:
    return open_room(accounts.owner, **TOUCH)


def test_the_arrow_leads_to_the_rooms_and_a_room_back(phone: Page, room: str) -> None:
    expect(phone.locator(".sidebar")).to_be_hidden()
    phone.tap("#back")
    expect(phone.locator(".sidebar")).to_be_visible()
    expect(phone.locator(".panel")).to_be_hidden()
    phone.tap(f".room-link[data-room='{room}']")
    expect(phone.locator("#message-text")).to_be_visible()


def test_the_details_take_the_place_of_the_room(phone: Page) -> None:
    phone.tap("#details-toggle")
    expect(phone.locator(".details")).to_be_visible()
    expect(phone.locator(".panel__body")).to_be_hidden()
    phone.tap("#back")
    expect(phone.locator(".panel__body")).to_be_visible()


@pytest.fixture(params=[PHONE, {"width": 1024, "height": 700}], ids=["phone", "tablet"])
def touched(request: pytest.FixtureRequest, open_room: OpenRoom, accounts: Accounts) -> Page:
    """A room full of messages, on a screen for fingers; the newest are in sight."""
    page = open_room(accounts.owner, **{**TOUCH, "viewport": request.param})
    for number in range(24):
        page.fill("#message-text", f"message {number}")
        page.tap("#send")
        expect(page.locator(f"#m{number + 1}")).to_be_visible()
    return page


def in_sight(page: Page) -> list[int]:
    """The seqs of the messages that are wholly in sight, from above."""
    found: list[int] = page.evaluate(
        """() => {
          const { top, bottom } = document.getElementById("timeline").getBoundingClientRect();
          const seen = ({ top: t, bottom: b }) => t >= top && b <= bottom;
          return [...document.querySelectorAll(".message[data-seq]")]
            .filter((row) => seen(row.getBoundingClientRect()))
            .map((row) => Number(row.dataset.seq));
        }"""
    )
    return found


def test_the_menu_of_a_long_press_stays_after_release(touched: Page) -> None:
    finger, menu = Touch(touched), touched.get_by_role("menu")
    seqs = in_sight(touched)
    assert len(seqs) > 8
    for seq in seqs:
        finger.hold(touched.locator(f"#m{seq} .message__body"))
        expect(menu).to_be_visible()
        finger.up()
        touched.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        expect(menu).to_be_visible()
        touched.keyboard.press("Escape")
        expect(menu).to_have_count(0)
    expect(touched.locator(".reaction")).to_have_count(0)
    expect(touched.locator("dialog")).to_have_count(0)


def test_a_tap_on_an_entry_of_the_menu_acts(touched: Page) -> None:
    finger = Touch(touched)
    finger.hold(touched.locator("#m24 .message__body"))
    menu = touched.get_by_role("menu")
    expect(menu).to_be_visible()
    finger.up()
    menu.get_by_role("menuitem", name="Edit").tap()
    expect(menu).to_have_count(0)
    expect(touched.locator("#message-text")).to_have_value("message 23")


def test_a_tap_beside_the_menu_closes_it_and_presses_nothing(touched: Page) -> None:
    finger = Touch(touched)
    finger.hold(touched.locator("#m24 .message__body"))
    menu = touched.get_by_role("menu")
    expect(menu).to_be_visible()
    finger.up()
    touched.touchscreen.tap(30, 20)  # where the way back is
    expect(menu).to_have_count(0)
    expect(touched.locator("#timeline")).to_be_visible()
    expect(touched.locator("dialog")).to_have_count(0)


def test_a_long_press_that_moves_scrolls_and_opens_nothing(phone: Page) -> None:
    phone.fill("#message-text", "one line\n" * 40)
    phone.tap("#send")
    expect(phone.locator(".message[data-seq]")).to_be_visible()
    phone.clock.install()
    finger = Touch(phone)
    finger.down(150, 300)
    finger.move(150, 320)
    finger.move(150, 400)
    phone.clock.run_for(2000)
    expect(phone.get_by_role("menu")).to_have_count(0)
    finger.up()


def test_the_menu_of_a_long_press_opens_at_the_bottom(phone: Page) -> None:
    phone.fill("#message-text", "press me")
    phone.tap("#send")
    message = phone.locator(".message[data-seq] .message__body")
    expect(message).to_have_text("press me")
    finger = Touch(phone)
    finger.hold(message)
    menu = phone.get_by_role("menu")
    expect(menu).to_be_visible()
    finger.up()
    end = "element => Math.round(element.getBoundingClientRect().bottom)"
    wait_until(lambda: menu.evaluate(end) == PHONE["height"], what="the menu at the bottom")
    menu.get_by_role("menuitem", name="React with party popper").tap()
    expect(phone.locator(".reaction[data-emoji]")).to_have_text("🎉1")


def test_enter_begins_a_line(phone: Page) -> None:
    say(phone, "one line")
    expect(phone.locator("#message-text")).to_have_value("one line\n")


@pytest.mark.parametrize("width", [320, 390, 639, 640, 900, 1280])
def test_nothing_is_wider_than_the_window(open_room: OpenRoom, accounts: Accounts, width: int) -> None:
    page = open_room(accounts.owner, viewport={"width": width, "height": 700})
    say(page, "https://example.org/" + "a" * 300)
    expect(page.locator(".message[data-seq]")).to_have_count(1)
    width_now = "document.documentElement.scrollWidth"
    wait_until(lambda: page.evaluate(width_now) == width, what="the width of the window")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 844, "height": 390}], ids=["upright", "sideways"])
def test_the_copy_button_stays_within_a_line_of_code(
    open_room: OpenRoom, accounts: Accounts, viewport: dict[str, int]
) -> None:
    page = open_room(accounts.owner, **{**TOUCH, "viewport": viewport})
    page.fill("#message-text", "```\none line\n```")
    page.tap("#send")
    copy, code = page.locator(".code__copy"), page.locator(".code")
    expect(copy).to_be_visible()
    expect(page.locator(".message[data-seq] .code__copy")).to_be_visible()

    def stays_within() -> bool:
        inner, outer = copy.bounding_box(), code.bounding_box()
        assert inner is not None
        assert outer is not None
        return outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"]

    wait_until(stays_within, what="the button within the code")
