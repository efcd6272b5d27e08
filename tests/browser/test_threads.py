"""Threads in Chromium: a pane beside the room where people reply, follow and read."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import PHONE, OpenPage, OpenRoom, live, reply, say
from tests.workspace import Accounts, Workspace

REPLIES = "#thread .message[data-seq]"


@pytest.fixture
def pages(open_room: OpenRoom, actions: ActionsProcess, workspace: Workspace, room: str) -> tuple[Page, Page]:
    """Two people in one room, who belong to no other: the first has asked something."""
    people = workspace.new_account(), workspace.new_account()
    for person in people:
        actions("join", user=person.id, room=room)
    one, two = map(open_room, people)
    say(one, "who comes along?")
    expect(two.locator("#log .message")).to_have_count(1)
    return one, two


def open_thread(page: Page, seq: int = 1) -> Locator:
    """Opens the thread of a message by its key; the pane."""
    page.locator(f"#m{seq}").focus()
    page.keyboard.press("t")
    expect(page.locator("#thread-text")).to_be_focused()
    return page.locator("#thread")


def test_a_reply_stands_in_the_thread_and_is_counted_below_its_root(
    pages: tuple[Page, Page],
) -> None:
    ann, bob = pages
    open_thread(bob)
    reply(bob, "I do")
    expect(bob.locator(REPLIES)).to_have_text([re.compile("who comes"), re.compile("I do")])
    link = ann.locator("#m1 .thread-link")
    expect(link).to_contain_text("1 reply")
    link.click()
    expect(ann.locator(REPLIES)).to_have_text([re.compile("who comes"), re.compile("I do")])
    reply(ann, "good")
    expect(bob.locator(REPLIES)).to_have_count(3)
    expect(bob.locator("#m1 .thread-link")).to_contain_text("2 replies")
    expect(bob.locator("#log .message")).to_have_count(1)


def test_people_on_two_instances_talk_in_a_thread(
    open_room: OpenRoom,
    open_page: OpenPage,
    workspace: Workspace,
    built: dict[str, str],
    accounts: Accounts,
    room: str,
) -> None:
    ann = open_room(accounts.member)
    say(ann, "who comes along?")
    with workspace.running("second", **built) as second:
        bob = open_page(accounts.other, f"{second.url}/rooms/{room}/", base_url=second.url)
        bob.context.add_cookies([{"name": "sessionid", "value": accounts.other.cookie, "url": second.url}])
        bob.goto(f"/rooms/{room}/")
        live(bob)
        open_thread(bob)
        reply(bob, "I do")
        ann.locator("#m1 .thread-link").click()
        expect(ann.locator(REPLIES)).to_have_count(2)
        reply(ann, "good")
        expect(bob.locator(REPLIES)).to_have_count(3)
        bob.close()


def test_a_reply_that_is_sent_to_the_room_as_well_leads_to_its_thread(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    open_thread(bob)
    bob.get_by_label("Also send to #").check()
    reply(bob, "me too")
    shown = ann.locator("#log .message", has_text="me too")
    shown.get_by_role("link", name="In a thread").click()
    expect(ann.locator(REPLIES)).to_have_count(2)
    expect(bob.get_by_label("Also send to #")).not_to_be_checked()


def test_what_is_unread_in_a_followed_thread_is_counted_until_it_is_read(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    open_thread(bob)
    reply(bob, "one")
    reply(bob, "two")
    news = ann.locator("#show-threads")
    expect(news).to_have_accessible_name("2 new replies in threads")
    expect(ann).to_have_title(re.compile(r"^\(2\) "))
    expect(ann.locator(".room-link[aria-current] .count--mention")).to_contain_text("2")
    expect(ann.locator("#m1 .thread-link")).to_contain_text("2 new")
    news.click()
    expect(ann.locator("#thread .unread-divider")).to_be_visible()
    expect(news).to_be_hidden()
    expect(ann.locator(".room-link[aria-current] .count")).to_have_count(0)


def test_one_follows_and_stops_following(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    pane = open_thread(bob)
    pane.get_by_role("button", name="Follow", exact=True).click()
    expect(pane.get_by_role("button", name="Stop following")).to_be_visible()
    bob.keyboard.press("Escape")
    open_thread(ann)
    reply(ann, "news")
    expect(bob.locator("#show-threads")).to_have_accessible_name("1 new reply in a thread")
    bob.locator("#show-threads").click()
    expect(bob.locator("#show-threads")).to_be_hidden()
    pane.get_by_role("button", name="Stop following").click()
    expect(pane.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    bob.keyboard.press("Escape")
    reply(ann, "more")
    expect(bob.locator("#m1 .thread-link")).to_contain_text("2 replies")
    expect(bob.locator("#show-threads")).to_be_hidden()


def test_what_is_being_written_in_a_thread_stays_there(pages: tuple[Page, Page]) -> None:
    ann, _ = pages
    open_thread(ann)
    ann.fill("#thread-text", "half a thought")
    ann.keyboard.press("Escape")
    expect(ann.locator("#thread")).to_have_count(0)
    expect(ann.locator("#message-text")).to_have_value("")
    open_thread(ann)
    expect(ann.locator("#thread-text")).to_have_value("half a thought")
    ann.reload()
    live(ann)
    expect(ann.locator("#thread-text")).to_have_value("half a thought")
    expect(ann.locator("#message-text")).to_have_value("")


def test_what_is_being_written_in_a_thread_is_there_on_another_device(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="who comes along?")
    here, there = open_room(accounts.member), open_room(accounts.member)
    open_thread(here)
    here.fill("#thread-text", "half a thought")
    open_thread(there)
    expect(there.locator("#thread-text")).to_have_value("half a thought")
    there.keyboard.press("Escape")
    there.reload()
    live(there)
    expect(there.locator("#message-text")).to_have_value("")
    open_thread(there)
    expect(there.locator("#thread-text")).to_have_value("half a thought")


def test_a_thread_has_an_address_that_back_and_forward_know(pages: tuple[Page, Page], room: str) -> None:
    ann, _ = pages
    open_thread(ann)
    assert urlsplit(ann.url).path == f"/rooms/{room}/threads/1/"
    ann.go_back()
    expect(ann.locator("#thread")).to_have_count(0)
    expect(ann.locator("#m1")).to_be_focused()
    assert urlsplit(ann.url).path == f"/rooms/{room}/"
    ann.go_forward()
    expect(ann.locator("#thread")).to_be_visible()
    ann.reload()
    live(ann)
    expect(ann.locator(REPLIES)).to_have_count(1)
    ann.get_by_role("link", name="Close the thread").click()
    expect(ann.locator("#thread")).to_have_count(0)


def test_the_address_of_a_reply_opens_its_thread_there(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="first")
    actions("post", by=accounts.owner.id, room=room, text="reply", thread=1, count=40)
    page = open_page(accounts.member, f"/rooms/{room}/?at=4#m4")
    live(page)
    expect(page.locator("#thread-m4")).to_be_focused()
    expect(page.locator("#thread-m4")).to_be_in_viewport()
    assert urlsplit(page.url).path == f"/rooms/{room}/threads/1/"
    expect(page.locator("#log .message")).to_have_count(1)


def test_an_older_reply_comes_as_one_scrolls_up(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="first")
    actions("post", by=accounts.owner.id, room=room, text="reply", thread=1, count=70)
    page = open_page(accounts.member, f"/rooms/{room}/threads/1/")
    live(page)
    expect(page.locator("#thread-m71")).to_be_in_viewport()
    page.locator("#thread .timeline").hover()
    for seq in (30, 2):
        page.mouse.wheel(0, -20000)
        expect(page.locator(f"#thread-m{seq}")).to_be_attached()
    expect(page.locator(REPLIES)).to_have_count(71)


def test_a_reply_written_offline_goes_out_when_the_connection_is_back(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    open_thread(ann)
    open_thread(bob)
    ann.context.set_offline(True)
    expect(ann.locator("#status")).to_contain_text("You are offline.")
    reply(ann, "later")
    expect(ann.locator("#thread .message--pending")).to_contain_text("later")
    expect(ann.locator("#log .message")).to_have_count(1)
    reply(bob, "meanwhile")
    ann.context.set_offline(False)
    both = [re.compile("who"), re.compile("meanwhile"), re.compile("later")]
    expect(ann.locator(REPLIES)).to_have_text(both)
    expect(bob.locator(REPLIES)).to_have_text(both)


def test_a_thread_is_fetched_again_where_its_room_begins_anew(
    pages: tuple[Page, Page], actions: ActionsProcess, room: str
) -> None:
    ann, bob = pages
    open_thread(ann)
    open_thread(bob)
    ann.context.set_offline(True)
    expect(ann.locator("#status")).to_contain_text("You are offline.")
    reply(bob, "meanwhile")
    expect(bob.locator(REPLIES)).to_have_count(2)
    actions("change_epoch", room=room)
    ann.context.set_offline(False)
    expect(ann.locator(REPLIES)).to_have_text([re.compile("who"), re.compile("meanwhile")])
    reply(ann, "back")
    expect(ann.locator(REPLIES)).to_have_count(3)


def test_pages_that_stay_connected_go_on_in_a_room_that_is_restored(
    pages: tuple[Page, Page], actions: ActionsProcess, room: str
) -> None:
    ann, bob = pages
    open_thread(ann)
    open_thread(bob)
    actions("change_epoch", room=room)
    reply(bob, "I do")
    expect(ann.locator(REPLIES)).to_have_text([re.compile("who comes"), re.compile("I do")])
    reply(ann, "good")
    expect(bob.locator(REPLIES)).to_have_count(3)
    say(bob, "and in the room")
    expect(ann.locator("#log .message")).to_have_count(2)


def test_a_deleted_reply_is_counted_no_longer(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    open_thread(bob)
    reply(bob, "one")
    reply(bob, "two")
    ann.locator("#m1 .thread-link").click()
    expect(ann.locator("#m1 .thread-link")).to_contain_text("2 replies")
    bob.locator("#thread-m2").focus()
    bob.keyboard.press("Delete")
    bob.get_by_role("button", name="Delete message").click()
    expect(ann.locator("#m1 .thread-link")).to_contain_text("1 reply")
    expect(ann.locator("#thread-m2")).to_contain_text("deleted this message")


def test_who_types_in_a_thread_is_shown_there_alone(pages: tuple[Page, Page]) -> None:
    ann, bob = pages
    open_thread(ann)
    open_thread(bob)
    bob.locator("#thread-text").press_sequentially("hm")
    expect(ann.locator("#thread .typing")).to_contain_text("is typing")
    expect(ann.locator("#typing-users")).to_be_empty()


def test_on_a_phone_a_thread_is_a_pane_of_its_own(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member, viewport=PHONE)
    say(page, "who comes along?")
    page.locator("#m1").focus()
    page.keyboard.press("t")
    expect(page.locator("#thread")).to_be_visible()
    expect(page.locator("#timeline")).to_be_hidden()
    reply(page, "nobody")
    expect(page.locator(REPLIES)).to_have_count(2)
    page.go_back()
    expect(page.locator("#timeline")).to_be_visible()
    page.locator("#m1 .thread-link").click()
    page.get_by_role("link", name="Back").click()
    expect(page.locator("#timeline")).to_be_visible()
    expect(page.locator("#thread")).to_have_count(0)


def test_another_room_is_opened_at_a_thread_of_it(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess, workspace: Workspace
) -> None:
    other = str(actions("room", slug=f"{room}-b", owner=accounts.owner.id))
    actions("join", user=accounts.member.id, room=other)
    actions("post", by=accounts.owner.id, room=other, text="there")
    actions("post", by=accounts.owner.id, room=other, text="deep", thread=1)
    actions("post", by=accounts.owner.id, room=room, text=f"see /rooms/{other}/threads/1/")
    page = open_page(accounts.member, f"/rooms/{room}/")
    live(page)
    page.evaluate(
        "href => document.querySelector('#m1 .message__body').append(Object.assign("
        "document.createElement('a'), { href, textContent: 'over there' }))",
        f"/rooms/{other}/threads/1/",
    )
    page.get_by_role("link", name="over there").click()
    expect(page.locator(REPLIES)).to_have_text([re.compile("there"), re.compile("deep")])
    page.go_back()
    expect(page.locator("#thread")).to_have_count(0)
    expect(page.locator("#m1")).to_contain_text("see")


def test_without_scripts_a_thread_is_read_and_replied_to(
    open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.owner.id, room=room, text="first")
    actions("post", by=accounts.owner.id, room=room, text="a reply", thread=1)
    page = open_page(accounts.member, f"/rooms/{room}/", java_script_enabled=False)
    expect(page.locator("#log .message")).to_have_count(1)
    page.get_by_role("link", name="1 reply").click()
    expect(page.locator(REPLIES)).to_have_count(2)
    page.fill("#thread-text", "another")
    page.get_by_label("Also send to #").check()
    page.locator("#thread").get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/threads/1/\?at=3#thread-m3$"))
    expect(page.locator("#thread-m3")).to_contain_text("another")
    expect(page.locator("#log .message", has_text="another")).to_contain_text("In a thread")
    page.locator("#thread").get_by_role("button", name="Stop following").click()
    expect(page.locator("#thread").get_by_role("button", name="Follow", exact=True)).to_be_visible()
