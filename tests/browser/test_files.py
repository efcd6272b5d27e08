"""The files of messages: looked at, played, and gone with their message."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import TOUCH, OpenPage, OpenRoom
from tests.browser.sample_files import choose, picture, tone, wait_until_ready
from tests.workspace import Accounts

STORED = ".message[data-seq]"


def post_pictures(page: Page, *names: str) -> None:
    choose(page, *(picture(name) for name in names))
    for name in names:
        wait_until_ready(page, name)
    page.click("#send")
    expect(page.locator(f"{STORED} .picture img")).to_have_count(len(names))


def test_pictures_are_looked_at_by_keys(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    post_pictures(page, "first.png", "second.png")
    links = page.locator("[data-picture]")
    links.first.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("dialog.viewer")
    expect(viewer.get_by_role("heading")).to_contain_text("first.png")
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("heading")).to_contain_text("second.png")
    expect(viewer.get_by_role("button", name="Next picture")).to_be_hidden()
    page.keyboard.press("+")
    expect(viewer.locator(".viewer__stage")).to_have_attribute("data-zoomed", "true")
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("heading")).to_contain_text("first.png")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(links.first).to_be_focused()


def test_back_closes_the_picture_and_leaves_the_room_on_show(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    post_pictures(page, "first.png")
    room, entries = page.url, page.evaluate("history.length")
    page.locator("[data-picture]").click()
    viewer = page.locator("dialog.viewer")
    expect(viewer).to_be_visible()
    page.go_back()
    expect(viewer).to_have_count(0)
    assert page.url == room
    page.locator("[data-picture]").click()
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    # Closed in another way, it leaves no entry behind that Back would have to pass.
    page.wait_for_function("!history.state?.viewer")
    assert page.evaluate("history.length") == entries + 1
    expect(page.locator(f"{STORED} .picture img")).to_have_count(1)


def test_the_original_is_downloaded(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    post_pictures(page, "chart.png")
    page.locator("[data-picture]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "chart.png"


def test_a_picture_fits_a_phone(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member, **{**TOUCH, "viewport": {"width": 360, "height": 720}})
    choose(page, picture("wide.png", (2000, 500)))
    wait_until_ready(page, "wide.png")
    page.tap("#send")
    expect(page.locator(f"{STORED} .picture img")).to_have_js_property("complete", True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.tap("[data-picture]")
    expect(page.locator(".viewer__image")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_sound_is_played_in_place(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    choose(page, tone("tone.wav"))
    wait_until_ready(page, "tone.wav")
    page.click("#send")
    player = page.locator(f"{STORED} audio")
    expect(player).to_have_js_property("duration", 1)


def test_files_go_with_their_message_and_come_back_with_it(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, moderator = open_room(accounts.member), open_room(accounts.moderator)
    post_pictures(ann, "chart.png")
    address = ann.locator("[data-picture]").get_attribute("href")
    assert address
    ann.locator(STORED).focus()
    ann.keyboard.press("Delete")
    ann.get_by_role("button", name="Delete message").click()
    expect(moderator.locator(".message--deleted")).to_have_count(1)
    expect(moderator.locator("[data-picture]")).to_have_count(0)
    assert moderator.request.get(address).status == 404
    moderator.locator(STORED).hover()
    moderator.locator(f"{STORED} .message-toolbar").get_by_role("button", name="More actions").click()
    moderator.get_by_role("menuitem", name="Restore message…").click()
    moderator.get_by_role("button", name="Restore message").click()
    expect(ann.locator("[data-picture]")).to_have_count(1)
    assert ann.request.get(address).status == 200


def test_an_outsider_sees_no_file(open_page: OpenPage, open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    post_pictures(page, "chart.png")
    address = page.locator("[data-picture]").get_attribute("href")
    stranger = open_page(None, "/")
    assert address
    assert stranger.request.get(address, max_redirects=0).status in (302, 404)


def test_pictures_are_shown_without_scripts(
    open_page: OpenPage, open_room: OpenRoom, accounts: Accounts, room: str
) -> None:
    """As with them: the same names, sizes and room."""
    ann = open_room(accounts.member)
    post_pictures(ann, "chart.png")
    page = open_page(accounts.other, f"/rooms/{room}/", java_script_enabled=False)
    for name in ("width", "height", "src"):
        value = ann.locator(f"{STORED} .picture img").get_attribute(name)
        expect(page.locator(".picture img")).to_have_attribute(name, value or "missing")
    expect(page.locator(".picture__caption")).to_have_text(ann.locator(".picture__caption").inner_text())
    page.locator(".picture__link").click()
    expect(page).to_have_url(re.compile(r"/files/[^/]+/chart\.png$"))
