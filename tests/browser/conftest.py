"""Chromium, and pages that accounts have open on a real instance."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    WebError,
    expect,
    sync_playwright,
)

from tests.actions_process import ActionsProcess
from tests.inbox import TIMEOUT
from tests.instance import Instance
from tests.workspace import Account, Workspace

# Chromium without the parts of a window around a page, which make each new page costly.
CHROMIUM, WHOLE_CHROMIUM = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
]
expect.set_options(timeout=TIMEOUT * 1000)

# A page of the log is short here, so that a test soon scrolls beyond it.
SETTINGS = {"WICK_PAGE": "30", "WICK_TEXT": "500"}
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="package")
def site(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance for all browser tests that leave it as it was."""
    with workspace.running("browser", **SETTINGS, **built, WICK_BACKGROUND_WORK="true") as instance:
        yield instance


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """For what needs more than a page: push, and a microphone."""
    browser = playwright.chromium.launch(executable_path=WHOLE_CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


class OpenPage(Protocol):
    """Opens a path of the instance as somebody (None: nobody), in a browser of their own.

    `options` are Playwright's for a context. Whatever the console says against the page fails the test.
    """

    def __call__(self, account: Account | None, path: str, **options: Any) -> Page: ...


@pytest.fixture
def open_page(chromium: Browser, site: Instance) -> Iterator[OpenPage]:
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def hear(message: ConsoleMessage) -> None:
        if complains(message):
            complaints.append(message.text)

    def hear_error(error: WebError) -> None:
        complaints.append(str(error.error))

    def open_one(account: Account | None, path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": WIDE, "base_url": site.url, **options})
        contexts.append(context)
        if account:
            context.add_cookies([{"name": "sessionid", "value": account.cookie, "url": site.url}])
        context.on("weberror", hear_error)
        context.on("console", hear)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def complains(message: ConsoleMessage) -> bool:
    """Errors of ours, and what the Content-Security-Policy stopped. Refusals and a cut network are none."""
    expected = ("net::ERR_", "WebSocket", "responded with a status of 4")
    return message.type == "error" and not any(words in message.text for words in expected)


class OpenRoom(Protocol):
    """Opens the test's room, live."""

    def __call__(self, account: Account, **options: Any) -> Page: ...


@pytest.fixture
def open_room(open_page: OpenPage, room: str) -> OpenRoom:
    def open_one(account: Account, **options: Any) -> Page:
        page = open_page(account, f"/rooms/{room}/", **options)
        live(page)
        return page

    return open_one


def live(page: Page) -> None:
    """Waits until the page's socket is open."""
    page.locator(".app[data-connection=online]").wait_for()


def open_switcher(page: Page) -> None:
    """By its keys. What is typed before it is there goes elsewhere."""
    page.keyboard.press("Control+K")
    expect(page.get_by_role("combobox", name="Room, person or words")).to_be_focused()


def say(page: Page, text: str) -> None:
    page.fill("#message-text", text)
    page.press("#message-text", "Enter")


def reply(page: Page, text: str) -> None:
    """In the thread that is open."""
    page.fill("#thread-text", text)
    page.press("#thread-text", "Enter")


def wait_until_read(actions: ActionsProcess, reader: Account, room: str, seq: int) -> None:
    """Returns when the reader's marker on the server is exactly there."""
    assert actions("wait_for_marker", user=reader.id, room=room, seq=seq) == seq
