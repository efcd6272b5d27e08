"""Nothing sticks out, however long or wide it is."""

import pytest
from playwright.sync_api import Page, expect

from tests.backstage import Backstage
from tests.browser.conftest import OpenPage, OpenRoom, live
from tests.cast import Cast

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
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage, width: int
) -> None:
    for text in LONG:
        backstage("post", by=cast.member.id, room=room, text=text)
    page = open_room(cast.owner, viewport={"width": width, "height": 700})
    expect(page.locator(".message")).to_have_count(len(LONG))
    assert sticking_out(page, "#log", "#log p, #log a, #log code, #log blockquote") == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_pages_fit_their_window(open_page: OpenPage, cast: Cast, room: str, width: int) -> None:
    page = open_page(cast.owner, "/rooms/", viewport={"width": width, "height": 800})
    for path in ("/rooms/", f"/rooms/{room}/?details", "/settings/", "/open-a-room/"):
        page.goto(path)
        live(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_the_details_begin_below_the_bar_where_they_lie_over_the_room(
    open_room: OpenRoom, cast: Cast
) -> None:
    page = open_room(cast.owner, viewport={"width": 800, "height": 800})
    page.click("#details-toggle")
    bar, details = page.locator(".bar").bounding_box(), page.locator("#details").bounding_box()
    assert bar
    assert details
    assert abs(details["y"] - bar["y"] - bar["height"]) <= 1
