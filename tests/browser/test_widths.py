"""Nothing sticks out, however long or wide it is."""

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, live
from tests.polling import wait_until
from tests.workspace import Accounts

WIDTH_NOW = "document.documentElement.scrollWidth"
LONG = ["w" * 400, "https://example.org/" + "x" * 300, "`" + "c" * 300 + "`", "> " + "q" * 300]


def sticking_out(page: Page, within: str, parts: str) -> list[str]:
    """Which of `parts` reach beyond the right edge of `within`."""
    found: list[str] = page.evaluate(
        """([within, parts]) => {
            const edge = document.querySelector(within).getBoundingClientRect().right + 1;
            return [...document.querySelectorAll(parts)]
                .filter((part) => part.getBoundingClientRect().right > edge)
                .map((part) => part.outerHTML.slice(0, 80));
        }""",
        [within, parts],
    )
    return found


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_long_words_and_addresses_break(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess, width: int
) -> None:
    for text in LONG:
        actions("post", by=accounts.member.id, room=room, text=text)
    page = open_room(accounts.owner, viewport={"width": width, "height": 700})
    expect(page.locator(".message")).to_have_count(len(LONG))
    parts = "#log p, #log a, #log code, #log blockquote"
    wait_until(lambda: not sticking_out(page, "#log", parts), what="nothing that sticks out")


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_pages_fit_their_window(open_page: OpenPage, accounts: Accounts, room: str, width: int) -> None:
    page = open_page(accounts.owner, "/rooms/", viewport={"width": width, "height": 800})
    for path in ("/rooms/", f"/rooms/{room}/?details", "/settings/", "/open-a-room/"):
        page.goto(path)
        live(page)
        wait_until(lambda: page.evaluate(WIDTH_NOW) == width, what=f"the width of the window, of {path}")


def test_the_details_begin_below_the_bar_where_they_lie_over_the_room(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.owner, viewport={"width": 800, "height": 800})
    page.click("#details-toggle")
    gap = """() => {
        const bottom = document.querySelector(".page-header").getBoundingClientRect().bottom;
        return document.getElementById("details").getBoundingClientRect().top - bottom;
    }"""
    wait_until(lambda: abs(page.evaluate(gap)) <= 1, what="the details right below the bar")
