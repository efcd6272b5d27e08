"""What is written while there is no connection, or no answer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.browser.socket_probe import SocketProbe, socket_probe
from tests.instance import Instance
from tests.workspace import Accounts, Workspace

CUT_AFTER_THE_FIRST_POST = """() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (frame) {
        send.call(this, frame);
        if (JSON.parse(frame).type !== "post") return;
        WebSocket.prototype.send = send;
        this.close();
    };
}"""
STORED = ".message[data-seq]"


@pytest.fixture
def probe(site: Instance, accounts: Accounts) -> Iterator[SocketProbe]:
    with socket_probe(site, accounts.member) as probe:
        yield probe


def offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#status")).to_contain_text("You are offline.")


def test_what_was_written_offline_goes_out_in_order_when_the_connection_is_back(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    offline(ann)
    for text in ("one", "two", "three"):
        say(ann, text)
    expect(ann.locator("#status")).to_contain_text(
        "3 messages are waiting here and will go out by themselves."
    )
    ann.context.set_offline(False)
    expect(bob.locator(STORED)).to_have_text([re.compile("one"), re.compile("two"), re.compile("three")])
    expect(ann.locator("#status")).to_contain_text("Back online. 3 messages went out.")
    expect(ann.locator("#status")).to_be_empty()


def test_it_survives_the_end_of_the_page(open_room: OpenRoom, accounts: Accounts, room: str) -> None:
    ann = open_room(accounts.member)
    offline(ann)
    say(ann, "kept in the browser")
    expect(ann.locator(".message--pending")).to_have_count(1)
    browser = ann.context
    ann.close()
    browser.set_offline(False)
    again = browser.new_page()
    again.goto(f"/rooms/{room}/")
    expect(again.locator(STORED)).to_contain_text("kept in the browser")
    expect(again.locator(".message")).to_have_count(1)
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('wick:out'))") == []


def test_it_goes_out_from_the_page_of_another_room_too(
    open_page: OpenPage, open_room: OpenRoom, workspace: Workspace, accounts: Accounts
) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    offline(ann)
    say(ann, "said in the first room")
    browser = ann.context
    ann.close()
    browser.set_offline(False)
    elsewhere = browser.new_page()
    elsewhere.goto(f"/rooms/{workspace.room()}/")
    expect(bob.locator(STORED)).to_contain_text("said in the first room")


def test_what_was_sent_and_not_acked_is_one_message(open_room: OpenRoom, accounts: Accounts) -> None:
    """The answer is lost on the way: the page sends the same id again, and nothing comes twice."""
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    ann.evaluate(CUT_AFTER_THE_FIRST_POST)
    say(ann, "once")
    expect(bob.locator(STORED)).to_have_count(1)
    expect(ann.locator(STORED)).to_have_count(1)
    expect(ann.locator(".message")).to_have_count(1)


def test_two_tabs_send_it_once_and_both_show_it(open_room: OpenRoom, accounts: Accounts, room: str) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    second = ann.context.new_page()
    second.goto(f"/rooms/{room}/")
    live(second)
    offline(ann)
    say(ann, "from the first tab")
    expect(second.locator(".message--pending")).to_contain_text("from the first tab")
    ann.context.set_offline(False)
    for page in (ann, second, bob):
        expect(page.locator(STORED)).to_have_count(1)
        expect(page.locator(".message")).to_have_count(1)


def test_a_refused_message_says_why_and_can_be_discarded(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess, probe: SocketProbe
) -> None:
    actions("post", by=accounts.member.id, room=room)
    ann = open_room(accounts.member)
    offline(ann)
    say(ann, "too late")
    actions("archive", room=room)
    probe.wait_until_archived(room, True)
    ann.context.set_offline(False)
    failed = ann.locator(".message--failed")
    expect(failed).to_contain_text("Not sent.")
    failed.get_by_role("button", name="Discard").click()
    expect(ann.locator(".message")).to_have_count(1)


def test_a_refused_message_can_be_sent_again(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess, probe: SocketProbe
) -> None:
    actions("post", by=accounts.member.id, room=room)
    ann = open_room(accounts.member)
    offline(ann)
    say(ann, "second try")
    actions("archive", room=room)
    probe.wait_until_archived(room, True)
    ann.context.set_offline(False)
    expect(ann.locator(".message--failed")).to_have_count(1)
    actions("archive", room=room, on=False)
    probe.wait_until_archived(room, False)
    ann.get_by_role("button", name="Send again").click()
    expect(ann.locator(STORED).last).to_contain_text("second try")


def test_a_draft_is_there_again(open_room: OpenRoom, accounts: Accounts, room: str) -> None:
    ann = open_room(accounts.member)
    ann.fill("#message-text", "half a thought")
    ann.reload()
    expect(ann.locator("#message-text")).to_have_value("half a thought")
    live(ann)
    say(ann, "half a thought, and the rest")
    ann.reload()
    expect(ann.locator("#message-text")).to_have_value("")


def test_a_draft_stays_that_arrived_after_the_page_was_made(
    open_room: OpenRoom, accounts: Accounts, room: str
) -> None:
    ann = open_room(accounts.member)
    key = f"wick:draft:{accounts.member.id}:{room}"  # as the page before leaves it
    kept = "{ text: 'half a thought', at: Date.now(), sent: true, sentAt: Date.now() }"
    ann.add_init_script(f"localStorage.setItem('{key}', JSON.stringify({kept}));")
    ann.reload()
    live(ann)
    expect(ann.locator("#message-text")).to_have_value("half a thought")


def test_edits_and_reactions_wait_too(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "first wording")
    expect(ann.locator(STORED)).to_have_count(1)
    offline(ann)
    ann.hover(STORED)
    ann.click(".message-toolbar__quick >> nth=0")
    expect(ann.locator(".reaction[data-emoji]")).to_have_text("👍1")
    ann.press("#message-text", "ArrowUp")
    say(ann, "second wording")
    expect(ann.locator(STORED)).to_contain_text("Change: waiting for the connection")
    ann.context.set_offline(False)
    expect(bob.locator(STORED)).to_contain_text("second wording")
    expect(bob.locator(".reaction[data-emoji]")).to_have_text("👍1")
