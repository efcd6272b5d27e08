"""Another room on the same page: no page is loaded, and everything works as on the room's own page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, live, open_switcher, say
from tests.polling import wait_until
from tests.workspace import Account, Accounts, Workspace

TOP = "row => row.getBoundingClientRect().top"


@pytest.fixture
def mover(workspace: Workspace) -> Account:
    """Somebody new, with rooms of their own."""
    return workspace.new_account()


@pytest.fixture
def rooms(workspace: Workspace, actions: ActionsProcess, mover: Account) -> dict[str, str]:
    """Rooms that belong to the mover, the second one private; there are a few messages in each."""
    start = f"s{mover.username[1:7]}"
    kinds = {"one": "room", "two": "private_room"}
    made = {slug: str(actions(kind, slug=f"{start}-{slug}", owner=mover.id)) for slug, kind in kinds.items()}
    for room in made.values():
        actions("post", by=mover.id, room=room, text=f"in {room}", count=5)
    return made


@pytest.fixture
def page(open_page: OpenPage, mover: Account, rooms: dict[str, str]) -> Iterator[Page]:
    """The first room, on a page that must not be loaded again."""
    page = open_page(mover, f"/rooms/{rooms['one']}/")
    live(page)
    page.evaluate("window.isSamePage = true")
    yield page
    assert page.evaluate("window.isSamePage"), "the page was loaded again"


def shows(page: Page, room: str) -> None:
    expect(page.locator("h1")).to_have_text(room)
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/"))
    expect(page.locator("#log .message").last).to_be_visible()


def switch(page: Page, room: str) -> None:
    page.click(f".room-link[data-room='{room}']")
    shows(page, room)


def test_a_room_of_the_list_is_opened_without_a_page_load(
    page: Page, rooms: dict[str, str], mover: Account
) -> None:
    switch(page, rooms["two"])
    expect(page.locator("#log .message")).to_have_count(5)
    expect(page.locator(".page-header__title use")).to_have_attribute("href", "#i-lock")
    expect(page.locator(f".room-link[data-room='{rooms['two']}']")).to_have_attribute("aria-current", "page")
    expect(page.locator(f".room-link[data-room='{rooms['one']}']")).not_to_have_attribute(
        "aria-current", "page"
    )
    expect(page).to_have_title(re.compile(rf"#{rooms['two']}, "))
    expect(page.get_by_role("status").filter(has_text=f"#{rooms['two']} is open")).to_have_count(1)
    expect(page.locator("#message-text")).to_be_focused()
    say(page, "hello from here")
    expect(page.locator("#log .message").last).to_contain_text("hello from here")
    page.click("#details-toggle")
    expect(page.locator(".details .member")).to_contain_text(mover.name)


def test_back_and_forward_bring_back_place_draft_and_focus(
    page: Page, rooms: dict[str, str], mover: Account, actions: ActionsProcess
) -> None:
    actions("post", by=mover.id, room=rooms["two"], text="a line", count=60)
    switch(page, rooms["two"])
    expect(page.locator("#m65")).to_be_visible()  # what another process stored comes in a moment later
    page.fill("#message-text", "half a thought")
    page.locator("#m12").scroll_into_view_if_needed()
    page.locator("#m12").focus()
    top = page.locator("#m12").evaluate(TOP)
    page.go_back()
    shows(page, rooms["one"])
    expect(page.locator("#message-text")).to_have_value("")
    page.go_forward()
    shows(page, rooms["two"])
    expect(page.locator("#m12")).to_be_focused()
    expect(page.locator("#message-text")).to_have_value("half a thought")
    wait_until(lambda: abs(page.locator("#m12").evaluate(TOP) - top) < 3, what="the place of the reader")


def test_back_brings_back_the_place_where_the_first_message_shown_has_got_a_header(
    page: Page, rooms: dict[str, str], mover: Account, actions: ActionsProcess, open_page: OpenPage
) -> None:
    """A message has a header where the one above it is deleted, or not loaded yet."""
    actions("post", by=mover.id, room=rooms["two"], text="a line", count=60)
    switch(page, rooms["two"])
    expect(page.locator("#m65")).to_be_visible()
    page.locator("#m6").scroll_into_view_if_needed()
    expect(page.locator("#m1")).to_be_attached()
    page.locator("#m30").evaluate("row => row.scrollIntoView({ block: 'start' })")
    page.locator("#timeline").evaluate("element => element.scrollBy(0, 4)")
    top = page.locator("#m31").evaluate(TOP)
    switch(page, rooms["one"])
    other = open_page(mover, f"/rooms/{rooms['two']}/?at=30")
    live(other)
    actions("delete", by=mover.id, room=rooms["two"], seq=29)
    expect(other.locator("#m30 .message__header")).to_be_attached()  # this instance knows of the deletion
    page.go_back()
    shows(page, rooms["two"])
    expect(page.locator("#m30 .message__header")).to_be_attached()
    wait_until(lambda: abs(page.locator("#m31").evaluate(TOP) - top) < 3, what="the place of the reader")


def test_what_comes_in_meanwhile_is_counted_and_shown_once(
    page: Page, rooms: dict[str, str], accounts: Accounts, actions: ActionsProcess
) -> None:
    link = page.locator(f".room-link[data-room='{rooms['one']}'] .count")
    switch(page, rooms["two"])
    actions("post", by=accounts.owner.id, room=rooms["one"], text="for later", count=2)
    expect(link).to_contain_text("2")
    actions("post", by=accounts.owner.id, room=rooms["two"], text="seen at once")
    expect(page.get_by_text("seen at once")).to_have_count(1)
    switch(page, rooms["one"])
    expect(page.get_by_text("for later")).to_have_count(2)
    expect(page.locator(".unread-divider")).to_have_count(1)
    expect(link).to_have_count(0)


def test_a_lost_connection_resumes_in_the_room_that_was_opened(
    page: Page, rooms: dict[str, str], mover: Account, actions: ActionsProcess
) -> None:
    switch(page, rooms["two"])
    page.context.set_offline(True)
    expect(page.locator("#status")).to_contain_text("You are offline.")
    actions("post", by=mover.id, room=rooms["two"], text="meanwhile")
    page.context.set_offline(False)
    expect(page.locator("#log .message").last).to_contain_text("meanwhile")
    expect(page.locator("#log .message")).to_have_count(6)
    shows(page, rooms["two"])


def test_shortcuts_the_switcher_and_links_in_messages_lead_to_rooms_and_messages(
    page: Page, rooms: dict[str, str], mover: Account, actions: ActionsProcess
) -> None:
    page.keyboard.press("Alt+ArrowDown")
    shows(page, rooms["two"])
    open_switcher(page)
    page.keyboard.type(rooms["one"])
    page.keyboard.press("Enter")
    shows(page, rooms["one"])
    expect(page.locator("dialog")).to_have_count(0)
    origin = page.evaluate("location.origin")
    say(page, f"see {origin}/rooms/{rooms['two']}/?at=2#m2")
    page.locator("#log .message a", has_text="?at=2").click()
    shows(page, rooms["two"])
    expect(page.locator("#m2")).to_be_focused()


def test_a_room_that_one_may_not_enter_any_more_says_so_in_place(
    page: Page, rooms: dict[str, str], mover: Account, actions: ActionsProcess, workspace: Workspace
) -> None:
    gone = str(actions("room", slug=f"{rooms['one']}-x", owner=workspace.accounts.owner.id))
    actions("join", user=mover.id, room=gone)
    page.reload()
    live(page)
    page.evaluate("window.isSamePage = true")
    actions("ban", by=workspace.accounts.owner.id, room=gone, user=mover.id)
    expect(page.locator(f".room-link[data-room='{gone}']")).to_have_count(0)
    page.evaluate(f"history.pushState({{step: 7}}, '', '/rooms/{gone}/')")
    page.go_back()
    page.go_forward()
    expect(page.locator(".status--bad")).to_contain_text("You are banned from this room.")
    expect(page.locator("h1")).to_have_text(gone)
    expect(page.locator("#composer")).to_have_count(0)
    switch(page, rooms["two"])


def test_a_hundred_switches_leave_nothing_behind(
    page: Page, rooms: dict[str, str], accounts: Accounts, actions: ActionsProcess
) -> None:
    """Neither listeners nor elements, and every event is shown once."""
    session = page.context.new_cdp_session(page)

    def held() -> dict[str, int]:
        session.send("HeapProfiler.collectGarbage")
        return dict(session.send("Memory.getDOMCounters"))

    def go_round(times: int) -> None:
        for _ in range(times):
            switch(page, rooms["two"])
            switch(page, rooms["one"])

    go_round(5)
    before = held()
    go_round(50)
    # What one room had may be held by a timer that has not run out.
    small = {"nodes": before["nodes"] * 2, "jsEventListeners": before["jsEventListeners"] + 100}
    wait_until(lambda: all(held()[name] <= small[name] for name in small), what=f"no more than {small}")
    actions("post", by=accounts.owner.id, room=rooms["one"], text="once and no more")
    expect(page.get_by_text("once and no more")).to_have_count(1)
    expect(page.locator("#log .message")).to_have_count(6)
