"""The list of rooms as it is at this moment, in the pages of real people: what comes, changes and goes."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, live, reply, say, wait_until_read
from tests.workspace import Account, Accounts, Workspace

Frame = dict[str, Any]
NewRoom = Callable[[str], str]


@pytest.fixture
def me(workspace: Workspace) -> Account:
    return workspace.new_account()


@pytest.fixture
def other(workspace: Workspace) -> Account:
    return workspace.new_account()


@pytest.fixture
def start(me: Account) -> str:
    """How the slugs of this test's rooms begin."""
    return f"b{me.username[1:7]}"


@pytest.fixture
def new_room(actions: ActionsProcess, me: Account, other: Account, start: str) -> NewRoom:
    """Makes a room of the two people of the test."""

    def make(name: str) -> str:
        made = str(actions("room", slug=f"{start}-{name}", owner=other.id))
        actions("join", user=me.id, room=made)
        return made

    return make


@pytest.fixture
def home(new_room: NewRoom) -> str:
    """The room that is on show."""
    return new_room("m-home")


@pytest.fixture
def page(open_page: OpenPage, me: Account, home: str) -> Page:
    found = open_page(me, f"/rooms/{home}/")
    live(found)
    return found


def link(page: Page, room: str) -> Locator:
    return page.locator(f".room-link[data-room='{room}']")


def names(page: Page) -> Locator:
    return page.locator("#room-list .room-link__name")


def sent_frames(page: Page) -> list[Frame]:
    """What the page sends from now on, once it is loaded again."""
    frames: list[Frame] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: frames.append(json.loads(data)))

    page.on("websocket", listen)
    page.reload()
    live(page)
    return frames


# --- what comes, changes and goes ---------------------------------------------------------------------------


def test_a_room_that_one_is_added_to_appears_in_its_place_and_goes_when_one_is_removed(
    page: Page, actions: ActionsProcess, me: Account, other: Account, start: str, home: str
) -> None:
    first = str(actions("private_room", slug=f"{start}-a", owner=other.id, members=[me.id]))
    expect(names(page)).to_have_text([first, home])
    expect(link(page, first).locator("use").first).to_have_attribute("href", "#i-lock")
    actions("kick", by=other.id, room=first, user=me.id)
    expect(names(page)).to_have_text([home])


def test_a_title_and_a_kind_change_in_place(
    page: Page, actions: ActionsProcess, other: Account, new_room: NewRoom, home: str
) -> None:
    room = new_room("a")
    expect(names(page)).to_have_text([room, home])
    actions("describe", by=other.id, room=room, title="Zebra crossing")
    expect(names(page)).to_have_text([home, "Zebra crossing"])
    actions("set_private", by=other.id, room=room, on=True)
    expect(link(page, room).locator("use").first).to_have_attribute("href", "#i-lock")
    page.reload()
    expect(names(page)).to_have_text([home, "Zebra crossing"])


def test_an_archived_room_goes_and_comes_back(
    page: Page, actions: ActionsProcess, new_room: NewRoom, home: str
) -> None:
    room = new_room("z")
    expect(names(page)).to_have_text([home, room])
    actions("archive", room=room)
    expect(names(page)).to_have_text([home])
    actions("archive", room=room, on=False)
    expect(names(page)).to_have_text([home, room])


def test_a_room_joined_in_another_tab_appears_and_one_that_is_left_goes(
    page: Page, actions: ActionsProcess, me: Account, other: Account, start: str, home: str
) -> None:
    room = str(actions("room", slug=f"{start}-p", owner=other.id))
    tab = page.context.new_page()
    tab.goto(f"/rooms/{room}/")
    tab.locator(".join-prompt").get_by_role("button", name="Join").click()
    expect(names(page)).to_have_text([home, room])
    actions("leave", user=me.id, room=room)
    expect(names(page)).to_have_text([home])
    expect(names(tab)).to_have_text([home])


def test_favourites_and_muted_rooms_change_in_all_tabs(
    page: Page, home: str, new_room: NewRoom, actions: ActionsProcess, other: Account
) -> None:
    room = new_room("z")
    tab = page.context.new_page()
    tab.goto(f"/rooms/{room}/?details")
    tab.get_by_label("Favourite").check()
    tab.get_by_label("Show as unread").select_option("nothing")
    tab.locator(".own-settings").get_by_role("button", name="Save").click()
    expect(names(page)).to_have_text([room, home])
    expect(link(page, room)).to_contain_text("muted")
    tab.close()
    actions("post", by=other.id, room=room, text="not for anybody")
    actions("post", by=other.id, room=room, text="@room for all")
    expect(link(page, room).locator(".count")).to_have_text("for you: 1")


# --- conversations ------------------------------------------------------------------------------------------


def test_a_conversation_appears_opens_without_a_page_load_and_is_sorted_by_its_last_message(
    page: Page, actions: ActionsProcess, me: Account, other: Account, accounts: Accounts
) -> None:
    first = str(actions("conversation", by=other.id, people=[me.id]))
    actions("post", by=other.id, room=first, text="hello you")
    people = page.locator("#people-list .room-link__name")
    expect(people).to_have_text([other.name])
    expect(link(page, first).locator(".count")).to_have_text("for you: 1")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile(r"^data:image/svg.*%3E1%3C"))
    second = str(actions("conversation", by=accounts.owner.id, people=[me.id]))
    actions("post", by=accounts.owner.id, room=second, text="me too")
    expect(people).to_have_text([accounts.owner.name, other.name])
    page.evaluate("window.isSamePage = true")
    link(page, first).click()
    expect(page.locator("h1")).to_have_text(other.name)
    expect(page).to_have_url(re.compile(rf"/conversations/{first}/"))
    expect(page.locator("#log .message")).to_contain_text("hello you")
    expect(link(page, first).locator(".count")).to_have_count(0)
    say(page, "hello back")
    expect(people).to_have_text([other.name, accounts.owner.name])
    page.click("#details-toggle")
    expect(page.locator(".details .member")).to_have_count(2)
    page.go_back()
    expect(page).to_have_url(re.compile("/rooms/"))
    assert page.evaluate("window.isSamePage")


def test_dots_say_who_is_here_and_who_is_away(
    page: Page, open_page: OpenPage, actions: ActionsProcess, me: Account, other: Account, home: str
) -> None:
    conversation = str(actions("conversation", by=me.id, people=[other.id]))
    dot = link(page, conversation).locator(".presence")
    expect(link(page, conversation)).to_be_visible()
    expect(dot).to_have_count(0)
    theirs = open_page(other, f"/rooms/{home}/")
    live(theirs)
    expect(dot).to_have_class("presence")
    theirs.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(dot).to_have_class("presence presence--away")
    page.context.set_offline(True)
    expect(dot).to_have_count(0)


# --- counts -------------------------------------------------------------------------------------------------


def test_what_comes_in_anywhere_is_counted_without_a_join(
    page: Page, actions: ActionsProcess, other: Account, new_room: NewRoom, home: str
) -> None:
    rooms = [new_room(name) for name in ("a", "n", "z")]
    sent = sent_frames(page)
    for room in rooms:
        seq = actions("post", by=other.id, room=room, text="to all", count=2)
        actions("post", by=other.id, room=room, text="@room to each")
        expect(link(page, room).locator(".count")).to_have_text("for you: 1")
        actions("delete", by=other.id, room=room, seq=seq)
    expect(page).to_have_title(re.compile(r"^\(3\) "))
    link(page, rooms[1]).click()
    expect(page.locator("h1")).to_have_text(rooms[1])
    expect(link(page, rooms[1]).locator(".count")).to_have_count(0)
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    joins = [frame["room"] for frame in sent if frame["type"] == "join"]
    assert joins == [home, rooms[1]]
    assert [frame["room"] for frame in sent if frame["type"] == "leave"] == [home]
    actions("post", by=other.id, room=home, text="counted though it was left")
    expect(link(page, home).locator(".count")).to_have_text("unread: 1")


def test_a_reply_that_the_room_shows_too_is_counted_once_after_a_reload_as_well(
    page: Page, open_page: OpenPage, actions: ActionsProcess, me: Account, other: Account, new_room: NewRoom
) -> None:
    room = new_room("a")
    root = actions("post", by=me.id, room=room)
    theirs = open_page(other, f"/rooms/{room}/threads/{root}/")
    live(theirs)
    theirs.get_by_label("Also send to #").check()
    reply(theirs, "for all")
    count = link(page, room).locator(".count")
    expect(count).to_have_text("for you: 1")
    page.reload()
    live(page)
    reply(theirs, "for the thread")
    expect(count).to_have_text("for you: 2")
    expect(page).to_have_title(re.compile(r"^\(2\) "))


def test_what_is_read_in_one_tab_is_read_in_the_other_and_a_draft_shows_there(
    page: Page, actions: ActionsProcess, other: Account, new_room: NewRoom
) -> None:
    room = new_room("a")
    actions("post", by=other.id, room=room, text="news", count=3)
    expect(link(page, room).locator(".count")).to_have_text("unread: 3")
    tab = page.context.new_page()
    tab.goto(f"/rooms/{room}/")
    live(tab)
    expect(link(page, room).locator(".count")).to_have_count(0)
    tab.fill("#message-text", "half a thought")
    expect(link(page, room)).to_contain_text("draft")
    page.reload()
    expect(link(page, room)).to_contain_text("draft")
    say(tab, "a whole one")
    expect(link(page, room)).not_to_contain_text("draft")


def test_what_is_begun_in_a_thread_shows_in_the_row_of_its_room(
    page: Page, actions: ActionsProcess, other: Account, new_room: NewRoom
) -> None:
    room = new_room("a")
    actions("post", by=other.id, room=room, text="who comes along?")
    tab = page.context.new_page()
    tab.goto(f"/rooms/{room}/threads/1/")
    live(tab)
    tab.fill("#thread-text", "half a thought")
    expect(link(page, room)).to_contain_text("draft")
    page.reload()
    expect(link(page, room)).to_contain_text("draft")
    tab.press("#thread-text", "Enter")
    expect(link(page, room)).not_to_contain_text("draft")
    page.reload()
    expect(link(page, room)).to_be_visible()
    expect(link(page, room)).not_to_contain_text("draft")


def test_who_was_offline_gets_what_changed_meanwhile(
    page: Page,
    actions: ActionsProcess,
    me: Account,
    other: Account,
    new_room: NewRoom,
    home: str,
) -> None:
    stays, goes = new_room("a"), new_room("b")
    expect(names(page)).to_have_text([stays, goes, home])
    page.context.set_offline(True)
    expect(page.locator(".app[data-connection=offline]")).to_be_visible()
    actions("post", by=other.id, room=stays, text="meanwhile")
    actions("leave", user=me.id, room=goes)
    comes = new_room("c")
    page.context.set_offline(False)
    expect(names(page)).to_have_text([stays, comes, home])
    expect(link(page, stays).locator(".count")).to_have_text("unread: 1")


def test_unread_from_here_stays_so_on_all_tabs(
    page: Page,
    actions: ActionsProcess,
    me: Account,
    other: Account,
    home: str,
    new_room: NewRoom,
) -> None:
    elsewhere = page.context.new_page()
    elsewhere.goto(f"/rooms/{new_room('a')}/")
    live(elsewhere)
    page.bring_to_front()
    actions("post", by=other.id, room=home, text="a line", count=5)
    wait_until_read(actions, me, home, 5)
    expect(link(elsewhere, home).locator(".count")).to_have_count(0)
    page.locator("#m3").focus()
    page.keyboard.press("u")
    expect(page.locator("#status")).to_contain_text("Marked as unread from here.")
    for each in (page, elsewhere):
        expect(link(each, home).locator(".count")).to_have_text("unread: 3")
    expect(page.locator(".unread-divider + #m3")).to_be_visible()
    actions("post", by=other.id, room=home, text="one more")
    expect(link(page, home).locator(".count")).to_have_text("unread: 4")
    say(page, "now I have read it")
    wait_until_read(actions, me, home, 7)
    expect(link(elsewhere, home).locator(".count")).to_have_count(0)


# --- lines of what happened ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["live", "without scripts"])
def test_more_than_three_lines_in_a_row_take_one_that_opens(
    open_page: OpenPage, actions: ActionsProcess, me: Account, other: Account, home: str, scripts: bool
) -> None:
    for topic in ("one", "two", "three"):
        actions("describe", by=other.id, room=home, topic=topic)
    page = open_page(me, f"/rooms/{home}/", java_script_enabled=scripts)
    expect(page.locator(".event-line")).to_have_count(3)
    expect(page.locator(".event-lines")).to_have_count(0)
    actions("describe", by=other.id, room=home, topic="four")
    if not scripts:
        page.reload()
    expect(page.locator(".event-lines summary")).to_contain_text("4 changes to this room")
    expect(page.get_by_text("changed the topic to “two”")).to_be_hidden()
    page.locator(".event-lines summary").click()
    expect(page.get_by_text("changed the topic to “two”")).to_be_visible()
    actions("describe", by=other.id, room=home, topic="five")
    if scripts:
        expect(page.locator(".event-lines summary")).to_contain_text("5 changes to this room")
        expect(page.get_by_text("changed the topic to “two”")).to_be_visible()


def test_two_hundred_rooms_cost_one_watch_and_the_room_that_is_opened_one_join(
    page: Page, actions: ActionsProcess, me: Account, other: Account, home: str
) -> None:
    rooms = actions("new_rooms", users=[me.id, other.id], count=200)
    for room in rooms[:100]:
        actions("post", by=other.id, room=room)
    sent = sent_frames(page)
    expect(page.locator("#room-list .count")).to_have_count(100)
    link(page, rooms[0]).click()
    expect(page.locator("h1")).to_have_text(rooms[0])
    expect(page.locator("#room-list .count")).to_have_count(99)
    asked = [frame["type"] for frame in sent if frame["type"] in ("join", "watch", "counts", "leave")]
    assert sorted(asked) == ["join", "join", "leave", "watch"]
