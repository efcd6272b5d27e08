"""Where a room opens when much is new, and what counts as read: what was on the screen of a reader."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import SETTINGS, TOUCH, OpenPage, live, say, wait_until_read
from tests.instance import Instance
from tests.workspace import Account, Accounts, Workspace


@pytest.fixture
def reader(workspace: Workspace, room: str) -> Account:
    """A new member of the room, who has read nothing that comes."""
    somebody = workspace.new_account()
    workspace.actions("join", user=somebody.id, room=room)
    return somebody


@pytest.fixture
def lost(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance of the test's own, to be stopped and started."""
    with workspace.running("lost", **SETTINGS, **built) as instance:
        yield instance


def scroll_to_end(page: Page) -> None:
    """Scrolls down to the newest message, by less than what the screen shows at a time."""
    page.evaluate("""async () => {
        const timeline = document.getElementById("timeline");
        for (let steps = 0; !document.getElementById("jump-to-latest").hidden; steps += 1) {
            if (steps > 2000) throw new Error("the newest message does not come");
            timeline.scrollTop += timeline.clientHeight / 3;
            for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
        }
    }""")


@pytest.mark.parametrize("options", [{}, TOUCH], ids=["wide", "phone"])
def test_a_room_opens_at_the_first_unread_message(
    open_page: OpenPage,
    room: str,
    actions: ActionsProcess,
    accounts: Accounts,
    reader: Account,
    options: dict[str, object],
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="new", count=120)
    page = open_page(reader, f"/rooms/{room}/", **options)
    live(page)
    expect(page.locator(".unread-divider")).to_be_in_viewport()
    expect(page.locator(".unread-divider + .message")).to_have_attribute("data-seq", "1")
    expect(page.locator("#m1")).to_be_in_viewport()
    expect(page.locator("#jump-to-latest")).to_contain_text("99+ new below")
    expect(page.locator("#unread-pill")).to_be_hidden()


def test_only_what_was_on_the_screen_is_read(
    open_page: OpenPage, room: str, actions: ActionsProcess, accounts: Accounts, reader: Account
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="new", count=90)
    page = open_page(reader, f"/rooms/{room}/")
    live(page)
    expect(page.locator(".unread-divider")).to_be_in_viewport()
    shown = page.evaluate("""() => {
        const bottom = document.getElementById("timeline").getBoundingClientRect().bottom;
        const rows = [...document.querySelectorAll("[data-seq]")];
        return Number(rows.findLast((row) => row.getBoundingClientRect().bottom <= bottom + 1).dataset.seq);
    }""")
    assert 5 < shown < 60
    wait_until_read(actions, reader, room, shown)
    count = page.locator(f".room-link[data-room='{room}'] .count")
    expect(count).to_have_text(f"unread: {90 - shown}")
    scroll_to_end(page)
    wait_until_read(actions, reader, room, 90)
    expect(count).to_have_count(0)


def test_who_jumps_to_the_newest_is_led_back_to_what_was_skipped(
    open_page: OpenPage, room: str, actions: ActionsProcess, accounts: Accounts, reader: Account
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="new", count=95)
    page = open_page(reader, f"/rooms/{room}/")
    live(page)
    page.locator("#jump-to-latest").click()
    expect(page.locator("#m95")).to_be_in_viewport()
    expect(page.locator("#jump-to-first-unread")).to_contain_text("new since")
    expect(page.locator(f".room-link[data-room='{room}'] .count")).to_be_visible()
    page.locator("#jump-to-first-unread").click()
    expect(page.locator("#unread-pill")).to_be_hidden()
    scroll_to_end(page)
    wait_until_read(actions, reader, room, 95)
    expect(page.locator("#unread-pill")).to_be_hidden()


def test_what_was_skipped_can_be_marked_as_read(
    open_page: OpenPage, room: str, actions: ActionsProcess, accounts: Accounts, reader: Account
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="new", count=95)
    page = open_page(reader, f"/rooms/{room}/")
    live(page)
    page.locator("#jump-to-latest").click()
    page.get_by_role("button", name="Mark as read").click()
    wait_until_read(actions, reader, room, 95)
    expect(page.locator("#unread-pill")).to_be_hidden()
    expect(page.locator(f".room-link[data-room='{room}'] .count")).to_have_count(0)


@pytest.mark.parametrize(
    "away",
    [
        "document.hasFocus = () => false",
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden'})",
    ],
    ids=["unfocused", "hidden"],
)
def test_nothing_is_read_while_nobody_looks(
    open_page: OpenPage, room: str, actions: ActionsProcess, accounts: Accounts, reader: Account, away: str
) -> None:
    page = open_page(reader, f"/rooms/{room}/")
    live(page)
    page.evaluate(away)
    actions("post", by=accounts.owner.id, room=room, text="somebody there?")
    expect(page.locator("#m1")).to_be_visible()
    expect(page.locator(f".room-link[data-room='{room}'] .count")).to_have_text("unread: 1")
    expect(page.locator(".unread-divider")).to_be_visible()
    say(page, "a frame of mine, which is answered after all before it")
    expect(page.locator("#m2")).to_be_visible()
    assert actions("marker", user=reader.id, room=room) == 0


def test_what_came_while_the_connection_was_lost_is_not_skipped(
    open_page: OpenPage,
    room: str,
    actions: ActionsProcess,
    accounts: Accounts,
    reader: Account,
    lost: Instance,
) -> None:
    page = open_page(reader, f"/rooms/{room}/", base_url=lost.url)
    live(page)
    lost.stop()
    expect(page.locator(".app[data-connection=offline]")).to_be_visible()
    actions("post", by=accounts.owner.id, room=room, text="meanwhile", count=80)
    lost.start()
    expect(page.locator("#m80")).to_be_in_viewport()
    expect(page.locator("#jump-to-first-unread")).to_contain_text("new since")
    page.locator("#jump-to-first-unread").click()
    expect(page.locator(".unread-divider + #m1")).to_be_visible()
    expect(page.locator("#m1")).to_be_in_viewport()


def test_who_visits_a_room_for_the_first_time_sees_its_newest_messages(
    open_page: OpenPage, workspace: Workspace, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="old", count=70)
    page = open_page(workspace.new_account(), f"/rooms/{room}/")
    live(page)
    expect(page.locator("#m70")).to_be_in_viewport()
    expect(page.locator(".unread-divider")).to_have_count(0)
    expect(page.locator("#unread-pill")).to_be_hidden()


def test_without_scripts_a_room_opens_at_the_first_unread_message(
    open_page: OpenPage, room: str, actions: ActionsProcess, accounts: Accounts, reader: Account
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="new", count=80)
    page = open_page(reader, f"/rooms/{room}/", java_script_enabled=False)
    expect(page.locator(".unread-divider")).to_be_in_viewport()
    expect(page.locator(".message")).to_have_count(30)
    page.get_by_role("button", name="Mark as read up to here").click()
    expect(page.locator(".unread-divider + .message")).to_have_attribute("data-seq", "31")
    page.get_by_role("link", name="Newer messages").click()
    expect(page.locator(".message").first).to_have_attribute("data-seq", "56")
