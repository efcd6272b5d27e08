"""Talking, editing, keys, another room, and a server that is away, as people do it in Firefox and WebKit."""

from collections.abc import Callable, Iterator

import pytest
from pymongo import MongoClient

from tests.actions_process import ActionsProcess
from tests.engines.conftest import wait_until_live
from tests.engines.engine import Engine, Tab, wait_for, wait_for_text
from tests.instance import Instance
from tests.polling import wait_until
from tests.workspace import Account, Accounts, Workspace

BOX = "#message-text"
STORED = ".message[data-seq]"
HIT = ".search-hit__place"
FILE = "[...document.querySelectorAll('.message a')].find((a) => a.textContent.includes('notes.txt'))"
OpenRoom = Callable[[Account], Tab]


def say(tab: Tab, text: str) -> None:
    tab.type(BOX, text)
    tab.press(BOX, "Enter")


def test_two_people_talk(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "is the pump repaired?")
    wait_for_text(bob, STORED, "is the pump repaired?")
    say(bob, "since **noon**")
    wait_for_text(ann, f"{STORED} strong", "noon")
    assert ann.evaluate(f"return document.querySelector({BOX!r}).value") == ""


def test_the_last_message_is_edited_with_the_arrow(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "the meeting is at ten")
    wait_for_text(ann, STORED, "the meeting is at ten")
    ann.press(BOX, "ArrowUp")
    wait_for(
        ann, f"document.querySelector({BOX!r}).value === 'the meeting is at ten'", what="the text to edit"
    )
    say(ann, " sharp")
    wait_for_text(bob, STORED, "the meeting is at ten sharp")


def test_history_is_there_after_a_reload_and_from_an_address(
    open_tab: Callable[[Account, str], Tab], accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=150)
    actions("post", by=accounts.owner.id, room=room, text="far below")
    tab = open_tab(accounts.member, f"/rooms/{room}/3/")
    wait_until_live(tab)
    wait_for(tab, "document.querySelector('.message[data-seq=\"3\"]')", what="the message of the address")
    tab.go(tab.evaluate("return location.origin") + f"/rooms/{room}/")
    wait_until_live(tab)
    wait_for_text(tab, STORED, "far below")


def test_another_room_opens_over_the_same_page(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace, actions: ActionsProcess
) -> None:
    other = workspace.room()
    actions("join", user=accounts.member.id, room=other)
    actions("post", by=accounts.owner.id, room=other, text="over here")
    ann = open_room(accounts.member)
    ann.evaluate("window.stayed = true")
    ann.evaluate(f"document.querySelector('a[href=\"/rooms/{other}/\"]').click()")
    wait_for_text(ann, STORED, "over here")
    assert ann.evaluate("return window.stayed && location.pathname") == f"/rooms/{other}/"
    ann.evaluate("history.back()")
    wait_for(ann, f"location.pathname !== '/rooms/{other}/'", what="the room of before")
    wait_until_live(ann)


@pytest.fixture
def away_and_back(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance that a test may end."""
    with workspace.running("engines-away", **built) as instance:
        yield instance


def test_what_is_written_while_the_server_is_away_goes_out_by_itself(
    engine: Engine, away_and_back: Instance, accounts: Accounts, room: str
) -> None:
    ann = engine.open(f"{away_and_back.url}/rooms/{room}/", accounts.member.cookie)
    wait_until_live(ann)
    away_and_back.stop()
    wait_for(ann, "!document.querySelector('.app[data-connection=online]')", what="the page to notice")
    say(ann, "written meanwhile")
    wait_for_text(ann, ".message--pending", "written meanwhile")
    away_and_back.start()
    wait_for_text(ann, STORED, "written meanwhile")
    assert ann.evaluate("return document.querySelectorAll('.message--pending').length") == 0


def test_a_file_that_is_dropped_reaches_others(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    ann.evaluate(
        f"""
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["a few notes"], "notes.txt", {{ type: "text/plain" }}));
        for (const kind of ["dragenter", "dragover", "drop"]) {{
            const drag = new DragEvent(kind, {{ dataTransfer, bubbles: true, cancelable: true }});
            document.querySelector({BOX!r}).dispatchEvent(drag);
        }}
        """
    )
    wait_for(ann, "document.querySelector('.upload-card[data-state=ready]')", what="the upload")
    say(ann, "here they are")
    wait_for(bob, FILE, what="the file in the message")
    bob.evaluate(f"fetch({FILE}.href).then((r) => r.text()).then((text) => {{ window.content = text; }})")
    wait_for(bob, "window.content === 'a few notes'", what="the content of the file")


def test_a_message_is_searched_for_and_opened_in_its_place(
    open_tab: Callable[[Account, str], Tab],
    workspace: Workspace,
    accounts: Accounts,
    actions: ActionsProcess,
    room: str,
) -> None:
    word = f"zq{room[2:]}"
    actions("join", user=accounts.member.id, room=room)
    actions("post", by=accounts.owner.id, room=room, text=f"the {word} is in the shed")
    with MongoClient[dict[str, object]](workspace.mongodb_uri) as client:
        indexed = client.get_default_database()["search_searchedmessage"]
        wait_until(lambda: indexed.find_one({"_id": f"{room}/1"}), what="the message to be indexed")
    tab = open_tab(accounts.member, f"/search/?q={word}")
    wait_for(tab, f"document.querySelector({HIT!r})", what="the message among the results")
    tab.click(HIT)
    wait_until_live(tab)
    wait_for_text(tab, STORED, word)


def test_keys_open_the_switcher_and_close_it(open_room: OpenRoom, accounts: Accounts) -> None:
    tab = open_room(accounts.member)
    tab.chord("k")
    wait_for(tab, "document.querySelector('dialog[open] input')", what="the switcher")
    tab.press("dialog[open] input", "Escape")
    wait_for(tab, "!document.querySelector('dialog[open]')", what="the switcher to close")


def test_a_finger_that_rests_on_a_message_opens_its_menu(open_room: OpenRoom, accounts: Accounts) -> None:
    tab = open_room(accounts.member)
    say(tab, "press me")
    wait_for_text(tab, STORED, "press me")
    tab.finger_down(f"{STORED} .message__body")
    wait_for(tab, "document.querySelector('[role=menu]')", what="the menu")
    tab.finger_up()
    assert tab.evaluate("return document.querySelectorAll('[role=menu]').length") == 1
