"""What a first visit does not need is loaded once somebody uses the page. No press before that is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom, reply, say
from tests.workspace import Account, Workspace

BUNDLE = re.compile(r"/on_demand/.*\.js")
FAILED = "This could not be loaded. Check your connection and try again."
OFFLINE = "This could not be loaded. Try it again when the connection is back."
EMOJI = "[role=dialog][aria-label=Emoji]"


@pytest.fixture
def reader(workspace: Workspace, actions: ActionsProcess, room: str) -> Account:
    """Somebody who is in the test's room, with a message there."""
    account = workspace.new_account()
    actions("join", user=account.id, room=room)
    actions("post", by=account.id, room=room, text="a message")
    return account


@pytest.fixture
def page(open_room: OpenRoom, reader: Account) -> Page:
    """The room as it is served in production, live, and not used yet."""
    return open_room(reader)


@pytest.fixture
def held(page: Page) -> list[Route]:
    """Requests for what is on demand, which wait until a test lets them go on."""
    routes: list[Route] = []
    page.route(BUNDLE, lambda route: routes.append(route))
    return routes


def press_on_message(key: str) -> Callable[[Page], None]:
    return lambda page: page.locator("#m1").press(key)


def more_actions(page: Page) -> None:
    page.locator("#m1").focus()
    page.get_by_role("button", name="More actions").click()


# What is pressed, and what shows that it was done.
PRESSES: dict[str, tuple[Callable[[Page], None], str]] = {
    "emoji": (lambda page: page.click("#composer-emoji"), EMOJI),
    "switcher": (lambda page: page.keyboard.press("Control+k"), "dialog[aria-label='Go to']"),
    "shortcuts": (lambda page: page.keyboard.press("Control+/"), "dialog[aria-label='Keyboard shortcuts']"),
    "date": (lambda page: page.click("#go-to-day"), "dialog[aria-label='Go to a date']"),
    "deletion": (press_on_message("Delete"), "dialog[aria-label='Delete this message?']"),
    "forwarding": (press_on_message("f"), "dialog[aria-label='Forward to']"),
    "reaction": (press_on_message("+"), EMOJI),
    "menu": (more_actions, "[role=menu]"),
    "thread": (press_on_message("t"), "#thread-text:focus"),
    "person": (lambda page: page.click("#m1 .message__avatar"), ".person-card"),
    "command": (lambda page: say(page, "/shrug so"), ".message__body:has-text('ツ')"),
    "completion": (lambda page: page.fill("#message-text", "/shr"), "[role=option]"),
    "formatting": (
        lambda page: page.get_by_role("button", name="Formatting", exact=True).click(),
        "button[aria-label^=Bold]",
    ),
}


@pytest.mark.parametrize("name", PRESSES)
def test_what_is_pressed_before_it_is_loaded_is_done_then(page: Page, held: list[Route], name: str) -> None:
    press, done = PRESSES[name]
    with page.expect_request(BUNDLE):
        press(page)
    expect(page.locator(done)).to_have_count(0)
    [request] = held
    request.continue_()
    expect(page.locator(done)).to_be_visible()


@pytest.mark.parametrize(("name", "field"), [("switcher", "dialog input"), ("thread", "#thread-text")])
def test_what_is_typed_before_its_field_is_loaded_goes_into_it(
    page: Page, held: list[Route], name: str, field: str
) -> None:
    press, _done = PRESSES[name]
    with page.expect_request(BUNDLE):
        press(page)
    page.keyboard.type("generax")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.keyboard.type("l")
    [request] = held
    request.continue_()
    expect(page.locator(field)).to_have_value("general")
    page.keyboard.press("Backspace")
    expect(page.locator(field)).to_have_value("genera")
    expect(page.locator("#message-text")).to_have_value("")


def test_what_is_typed_for_what_cannot_be_loaded_stays(page: Page) -> None:
    page.route(BUNDLE, lambda route: route.abort())
    page.locator("#message-text").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("general")
    expect(page.locator("#status")).to_contain_text(FAILED)
    expect(page.locator("#message-text")).to_have_value("general")


def test_another_room_opens_once_it_can_be_shown(
    page: Page, held: list[Route], reader: Account, actions: ActionsProcess, room: str
) -> None:
    other = str(actions("room", slug=f"{room}-other", owner=reader.id))
    link = page.locator(f".room-link[data-room='{other}']")
    with page.expect_request(BUNDLE):
        link.click()
    expect(page.locator("h1")).to_have_text(room)
    page.evaluate("window.isSamePage = true")
    held[0].continue_()
    expect(page.locator("h1")).to_have_text(other)
    assert page.evaluate("window.isSamePage")


def test_of_several_presses_the_last_one_counts(page: Page, held: list[Route]) -> None:
    with page.expect_request(BUNDLE):
        page.keyboard.press("Control+/")
    page.click("#composer-emoji")
    page.click("#go-to-day")
    held[0].continue_()
    expect(page.get_by_role("dialog", name="Go to a date")).to_be_visible()
    expect(page.locator("dialog[open], :popover-open")).to_have_count(1)


def test_a_room_that_was_not_wanted_any_more_stays_closed(
    page: Page, held: list[Route], reader: Account, actions: ActionsProcess, room: str
) -> None:
    other = str(actions("room", slug=f"{room}-other", owner=reader.id))
    with page.expect_request(BUNDLE):
        page.click(f".room-link[data-room='{other}']")
    page.click(f".room-link[data-room='{room}']")
    with page.expect_response(BUNDLE):
        held[0].continue_()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect(page.locator("h1")).to_have_text(room)


@pytest.mark.parametrize("name", ["emoji", "menu", "thread", "command", "person"])
def test_what_cannot_be_loaded_is_said_and_works_at_the_next_press(page: Page, name: str) -> None:
    press, done = PRESSES[name]
    page.route(BUNDLE, lambda route: route.abort())
    press(page)
    expect(page.locator("#status")).to_contain_text(FAILED)
    expect(page.locator(done)).to_have_count(0)
    page.unroute(BUNDLE)
    press(page)
    expect(page.locator(done)).to_be_visible()


def test_a_command_that_could_not_be_loaded_stays_in_the_composer(page: Page) -> None:
    page.route(BUNDLE, lambda route: route.abort())
    say(page, "/shrug so")
    expect(page.locator("#status")).to_contain_text(FAILED)
    expect(page.locator("#message-text")).to_have_value("/shrug so")


def test_a_page_that_was_used_works_offline(page: Page) -> None:
    with page.expect_response(BUNDLE):
        page.mouse.move(300, 300)
        page.mouse.move(310, 310)
    page.context.set_offline(True)
    expect(page.locator("#status")).to_contain_text("You are offline.")
    page.click("#composer-emoji")
    expect(page.locator(EMOJI)).to_be_visible()


def test_offline_it_is_said_and_loaded_when_the_connection_is_back(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#status")).to_contain_text("You are offline.")
    page.click("#composer-emoji")
    expect(page.locator("#status")).to_contain_text(OFFLINE)
    with page.expect_response(BUNDLE):
        page.context.set_offline(False)
    page.click("#composer-emoji")
    expect(page.locator(EMOJI)).to_be_visible()


def test_the_page_of_a_thread_shows_it(page: Page, room: str, reader: Account) -> None:
    page.goto(f"/rooms/{room}/threads/1/")
    expect(page.locator("#thread-text")).to_be_focused()
    reply(page, "a reply")
    expect(page.locator("#thread .message[data-seq]").last).to_contain_text("a reply")


def test_what_is_typed_into_the_page_of_a_thread_before_it_is_live_stays(
    page: Page, held: list[Route], room: str
) -> None:
    with page.expect_request(BUNDLE):
        page.goto(f"/rooms/{room}/threads/1/")
    page.fill("#thread-text", "half a thought")
    held[0].continue_()
    expect(page.locator("#thread .composer__emoji")).to_be_visible()  # which the server does not write
    expect(page.locator("#thread-text")).to_have_value("half a thought")
    page.unroute(BUNDLE)
    page.reload()
    expect(page.locator("#thread-text")).to_have_value("half a thought")


def test_the_settings_have_what_scripts_add_to_their_forms(page: Page) -> None:
    page.goto("/settings/")
    expect(page.locator("#theme-form button")).to_be_hidden()
