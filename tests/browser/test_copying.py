"""What is copied from the timeline."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom
from tests.workspace import Accounts

# Selects from a place in one message's text to a place in another's, copies, and gives what would be pasted.
COPY = """([from, start, to, end]) => {
  const text = (name) => {
    const walker = document.createTreeWalker(document.querySelector(name), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
    return found;
  };
  const first = text(from).at(0), last = text(to).at(-1);
  getSelection().setBaseAndExtent(first, start, last, end ?? last.length);
  const data = new DataTransfer();
  const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
  const ours = !first.parentElement.dispatchEvent(event);
  return { ours, text: data.getData("text/plain"), html: data.getData("text/html") };
}"""


@pytest.fixture
def page(open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess) -> Page:
    texts = ["one **bold** and", "two\nlines", "```py\nif a:\n    b()\n```", "- first\n- second", "> so\nyes"]
    for text in texts[:3]:
        actions("post", by=accounts.member.id, room=room, text=text)
    for text in texts[3:]:
        actions("post", by=accounts.other.id, room=room, text=text)
    page = open_room(accounts.owner, locale="en-GB", timezone_id="Europe/Berlin")
    expect(page.locator(".message[data-seq]")).to_have_count(5)
    return page


def times(page: Page) -> list[str]:
    """The time of each message, as the page shows it."""
    return page.locator(".message[data-seq] time").all_text_contents()


def copied(page: Page, *where: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(COPY, where)
    return found


def test_several_messages_are_copied_with_name_and_time_in_order(page: Page) -> None:
    at = times(page)
    found = copied(page, "#m1 .message__body", 0, "#m5 .message__body", None)
    assert found["text"] == (
        f"Member, {at[0]}: one bold and\n"
        f"Member, {at[1]}: two\nlines\n"
        f"Member, {at[2]}: if a:\n    b()\n"
        f"Other, {at[3]}: first\nsecond\n"
        f"Other, {at[4]}: so\nyes"
    )
    first = f"<div><p><b>Member</b>, {at[0]}:</p><p>one <strong>bold</strong> and</p></div>"
    assert found["html"].startswith(first)
    assert "<button" not in found["html"]
    assert "class=" not in found["html"]


def test_the_first_and_the_last_are_copied_as_far_as_they_are_selected(page: Page) -> None:
    at = times(page)
    found = copied(page, "#m1 .message__body", 4, "#m2 .message__body", 3)
    assert found["text"] == f"Member, {at[0]}: bold and\nMember, {at[1]}: two\nlin"


def test_a_part_of_one_message_is_that_part_alone(page: Page) -> None:
    assert copied(page, "#m2 .message__body", 1, "#m2 .message__body", 2)["text"] == "wo\nli"
    over_the_time = copied(page, "#m2", 0, "#m2 .message__body", None)
    assert over_the_time["text"] == "two\nlines"
    assert over_the_time["html"] == "<div><p>two<br>lines</p></div>"


def test_a_name_alone_is_left_to_the_browser(page: Page) -> None:
    assert not copied(page, "#m1 .person-name", 0, "#m1 .person-name", None)["ours"]
