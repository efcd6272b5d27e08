"""The past of a room, what is new in it, and ways to one message."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import TOUCH, OpenPage, OpenRoom, live, say, wait_until_read
from tests.polling import wait_until
from tests.workspace import Accounts, Workspace

STORED = ".message[data-seq]"


def scroll(page: Page, by: int) -> None:
    page.evaluate("(by) => (document.getElementById('timeline').scrollTop += by)", by)


def numbers(page: Page) -> list[int]:
    return [
        int(seq) for seq in page.locator(STORED).evaluate_all("(all) => all.map((one) => one.dataset.seq)")
    ]


def test_scrolling_up_fetches_the_past_to_its_beginning(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line of the past", count=130)
    ann = open_room(accounts.member)
    assert numbers(ann)[-1] == 130
    climb(ann, -4000, ".room-intro")
    expect(ann.locator(".room-intro h2")).to_have_text(f"This is the beginning of #{room}")
    assert numbers(ann) == list(range(1, 131))


def test_what_the_reader_looks_at_stays_where_it_is_when_something_comes_in(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line of the past", count=60)
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    climb(ann, -500, ".room-intro")
    ann.evaluate("""async () => {
        document.getElementById("m40").scrollIntoView({ block: "center" });
        for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
    }""")
    place = "document.getElementById('m50').getBoundingClientRect().top"
    before = ann.evaluate(place)
    say(bob, f"hello @{accounts.member.username}")
    expect(ann.locator("#jump-to-latest")).to_contain_text("1 new below, one for you")
    wait_until(lambda: abs(ann.evaluate(place) - before) <= 1, what="the same place")
    ann.click("#jump-to-latest")
    expect(ann.locator("#jump-to-latest")).to_be_hidden()
    expect(ann.get_by_text("hello @")).to_be_in_viewport()


def test_a_line_stands_where_one_left_off(
    open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="old")
    ann = open_room(accounts.member)
    expect(ann.locator(".unread-divider")).to_have_count(0)
    wait_until_read(actions, accounts.member, room, 1)
    ann.goto("/rooms/")
    actions("post", by=accounts.owner.id, room=room, text="new")
    ann.goto(f"/rooms/{room}/")
    live(ann)
    expect(ann.locator(".unread-divider")).to_contain_text("New since")
    after = ann.locator(".unread-divider + .message")
    expect(after).to_contain_text("new")


def test_rooms_of_mine_count_what_is_unread(
    open_page: OpenPage,
    open_room: OpenRoom,
    accounts: Accounts,
    workspace: Workspace,
    room: str,
    actions: ActionsProcess,
) -> None:
    reader = workspace.new_account()  # in no other room: the title counts what is unread in all of them
    actions("join", user=reader.id, room=room)
    ann, bob = open_page(reader, "/rooms/"), open_room(accounts.other)
    live(ann)
    place = ann.locator(f".room-link[data-room='{room}']")
    expect(place.locator(".count")).to_have_count(0)
    say(bob, "one")
    expect(place.locator(".count")).to_contain_text("1")
    say(bob, f"two, @{reader.username}")
    expect(place.locator(".count--mention")).to_contain_text("1")
    expect(ann).to_have_title(re.compile(r"^\(1\) "))
    place.click()
    live(ann)
    expect(ann.locator(".message")).to_have_count(2)
    wait_until_read(actions, reader, room, 2)
    ann.goto("/rooms/")
    expect(place.locator(".count")).to_have_count(0)


def test_a_deleted_message_is_no_longer_unread(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.other.id, room=room, text="before", count=2)
    ann = open_page(accounts.owner, "/rooms/")
    live(ann)
    count = ann.locator(f".room-link[data-room='{room}'] .count")
    expect(count).to_have_text("unread: 2")
    actions("post", by=accounts.other.id, room=room, text="after")
    expect(count).to_have_text("unread: 3")
    for seq, left in ((1, "unread: 2"), (3, "unread: 1")):
        actions("delete", by=accounts.other.id, room=room, seq=seq)
        expect(count).to_have_text(left)
    actions("restore", by=accounts.moderator.id, room=room, seq=3)
    expect(count).to_have_text("unread: 2")


def test_mentions_are_counted_after_a_reload(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.other.id, room=room, text=f"@{accounts.owner.username} look")
    ann = open_page(accounts.owner, "/rooms/")
    live(ann)
    expect(ann.locator(f".room-link[data-room='{room}'] .count--mention")).to_have_text("for you: 1")


def test_a_quotation_leads_to_what_it_quotes_however_far_back(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    ann = open_room(accounts.member)
    say(ann, "the first of all")
    ann.hover(STORED)
    ann.click(".message-toolbar [data-action=reply]")
    actions("post", by=accounts.owner.id, room=room, text="in between", count=80)
    say(ann, "an answer to the first")
    expect(ann.get_by_text("an answer to the first")).to_be_visible()
    expect(ann.locator(STORED).last).to_have_attribute("data-seq", "82")
    ann.goto(f"/rooms/{room}/?at=82")
    live(ann)
    expect(ann.locator(".quote")).to_contain_text("the first of all")
    ann.locator(".quote").click()
    expect(ann.locator("#m1")).to_be_in_viewport()
    expect(ann.locator("#m1")).to_be_focused()


def test_the_address_of_a_message_opens_what_stands_around_it_however_far_back(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=3000)
    ann = open_page(accounts.member, f"/rooms/{room}/?at=1500#m1500")
    live(ann)
    expect(ann.locator("#m1500")).to_be_in_viewport()
    expect(ann.locator("#m1500")).to_be_focused()
    assert numbers(ann)[0] > 1300
    assert numbers(ann)[-1] < 1700
    scroll(ann, 3000)
    ann.locator("#m1540").wait_for(state="attached")
    scroll(ann, -9000)
    ann.locator("#m1440").wait_for(state="attached")
    held = numbers(ann)
    assert held == list(range(held[0], held[-1] + 1))
    ann.get_by_role("button", name="Jump to latest").click()
    expect(ann.locator("#m3000")).to_be_in_viewport()
    expect(ann.locator("#jump-to-latest")).to_be_hidden()


@pytest.mark.parametrize("options", [{}, TOUCH], ids=["wide", "phone"])
def test_the_address_of_a_message_near_the_newest_one_stays_where_it_led(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess, options: Any
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=95)
    ann = open_page(accounts.member, f"/rooms/{room}/?at=60#m60", **options)
    live(ann)
    ann.locator("#m95").wait_for(state="attached")
    expect(ann.locator("#m60")).to_be_in_viewport(ratio=1)
    expect(ann.locator("#jump-to-latest")).to_be_visible()


def test_an_address_with_no_more_than_the_number_leads_there_too(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=300)
    ann = open_page(accounts.member, f"/rooms/{room}/#m20")
    live(ann)
    expect(ann.locator("#m20")).to_be_in_viewport()


@pytest.mark.parametrize("address", ["?at=4000#m4000", "#m4000", "?at=2#m2"])
def test_the_address_of_a_message_that_is_not_there_says_so(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess, address: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="a line", count=3)
    actions("delete", by=accounts.owner.id, room=room, seq=2)
    ann = open_page(accounts.member, f"/rooms/{room}/{address}")
    expect(ann.locator("#status")).to_contain_text("This message does not exist or was deleted.")
    expect(ann.locator("#m3")).to_be_in_viewport()


def test_what_is_far_from_the_reader_leaves_the_page_in_both_directions(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="much", count=1200)
    ann = open_room(accounts.member)
    most = climb(ann, -4000, ".room-intro")
    assert numbers(ann)[0] == 1
    assert numbers(ann)[-1] < 600
    assert most <= 600
    actions("post", by=accounts.owner.id, room=room, text="one more")
    most = climb(ann, 4000, "#jump-to-latest[hidden]")
    assert most <= 600
    assert numbers(ann)[-1] == 1201
    held = numbers(ann)
    assert held == list(range(held[0], held[-1] + 1))
    expect(ann.locator("#jump-to-latest")).to_be_hidden()
    say(ann, "and live again")
    expect(ann.locator("#m1202")).to_be_in_viewport()


def test_nothing_jumps_when_what_is_far_away_leaves(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="much", count=800)
    ann = open_room(accounts.member)
    # Slowed down, pages come in while the reader stands at the very top of what is held.
    ann.context.new_cdp_session(ann).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    jumps = ann.evaluate(CLIMB_WATCHED)
    assert jumps == []
    assert numbers(ann)[-1] < 800


CLIMB_WATCHED = """async () => {
    const timeline = document.getElementById("timeline");
    const frame = () => new Promise(requestAnimationFrame);
    const jumps = [];
    const rows = () => [...document.querySelectorAll("[data-seq]")];
    const above = () => timeline.scrollHeight - timeline.clientHeight + timeline.scrollTop;
    while (rows()[0].dataset.seq !== "1" || above() > 1) {
        const row = rows().find((one) => one.getBoundingClientRect().bottom > 200);
        const before = row.getBoundingClientRect().top;
        const by = Math.min(300, above());
        timeline.scrollTop -= by;
        for (let frames = 0; frames < 3; frames += 1) await frame();
        const moved = row.getBoundingClientRect().top - before;
        if (Math.abs(moved - by) > 2) jumps.push([row.dataset.seq, by, moved]);
    }
    return jumps;
}"""


def climb(page: Page, by: int, until: str) -> int:
    """Scrolls step by step until something is on the page; the most messages that it held meanwhile."""
    return int(
        page.evaluate(
            """async ([by, until]) => {
    const timeline = document.getElementById("timeline");
    let most = 0;
    for (let steps = 0; !document.querySelector(until); steps += 1) {
        if (steps > 2000) throw new Error(`${until} does not come`);
        timeline.scrollTop += by;
        await new Promise(requestAnimationFrame);
        most = Math.max(most, document.querySelectorAll(".message").length);
    }
    return most;
}""",
            [by, until],
        )
    )
