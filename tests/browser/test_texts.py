"""What the scripts of the page show and say, in accented English: whatever is plain English did not come
through a catalog. Nobody here writes a Latin letter."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import PHONE, SETTINGS, TOUCH, OpenPage, live, say
from tests.instance import Instance
from tests.texts import pseudo
from tests.texts.visible import untranslated
from tests.workspace import Account, Workspace

LANGUAGE = "en-XA"  # what the browser asks for
NAMES = frozenset("RTEPLKUF") | frozenset("BIEXC")  # keys of messages and F6, and of formatting
TEXTS = """(spoken) => {
    // Names of programs, and data as it is; the names of emoji are a library's, in the languages that it has.
    const left = "script, style, noscript, bdi, code, pre, [data-emoji], .emoji-picker__footer";
    const shown = (node) => !node.parentElement.closest(left);
    const found = [`title: ${document.title}`];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode())
        if (shown(nodes.currentNode))
            found.push(`${nodes.currentNode.parentElement.localName}: ${nodes.currentNode.data}`);
    for (const element of document.body.querySelectorAll("*:not([data-emoji])"))
        for (const name of spoken)
            if (element.hasAttribute(name))
                found.push(`${element.localName} ${name}: ${element.getAttribute(name)}`);
    return found;
}"""
# The words of dates, which the browser knows itself.
DATES = """() => {
    const { lang } = document.documentElement, parts = [];
    for (const width of ["long", "short"]) {
        const format = new Intl.DateTimeFormat(lang, { weekday: width, month: width });
        for (let day = 1; day <= 366; day += 6.5) parts.push(format.format(new Date(2026, 0, day)));
    }
    return parts.join(" ");
}"""
SPOKEN = ["alt", "aria-description", "aria-label", "placeholder", "title"]


@pytest.fixture(scope="module")
def accented(
    workspace: Workspace, built: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    folder: Path = pseudo.make(tmp_path_factory.mktemp("locale"))
    language = {"WICK_LANGUAGE": pseudo.CODE, "WICK_LOCALE_DIR": str(folder), "SITE_NAME": "Ω"}
    with workspace.running("accented", **SETTINGS, **built, **language) as instance:
        yield instance


def digits() -> str:
    return str(uuid.uuid4().int)[:12]


@pytest.fixture
def people(actions: ActionsProcess) -> list[Account]:
    """An owner, two members, and a member of the staff."""
    return [
        Account(**actions("account", username=digits(), name=f"Ж{number}", staff=number == 4))
        for number in range(1, 5)
    ]


@pytest.fixture
def room(actions: ActionsProcess, people: list[Account]) -> str:
    """Messages 1 to 5 of the member, of which 3 to 5 are deleted (6 to 8), and 9 of the owner."""
    owner, member, *_ = people
    room = str(actions("room", slug=digits(), owner=owner.id))
    for text in ("Ж", "```\n1\n```", "Ж", "Ж", "Ж"):
        actions("post", by=member.id, room=room, text=text)
    for seq, by in ((3, member), (4, member), (5, owner)):
        actions("delete", by=by.id, room=room, seq=seq)
    actions("post", by=owner.id, room=room, text=f"Ж @{member.username}")
    return room


class Open:
    """Opens the room in accented English, and looks at what it says."""

    def __init__(self, open_page: OpenPage, instance: Instance, room: str) -> None:
        self.open_page, self.instance, self.path = open_page, instance, f"/rooms/{room}/"

    def __call__(self, account: Account | None, path: str = "", **options: Any) -> Page:
        given = {"base_url": self.instance.url, "locale": LANGUAGE, **options}
        page = self.open_page(account, path or self.path, **given)
        if account:
            live(page)
        return page


@pytest.fixture
def open_accented(open_page: OpenPage, accented: Instance, room: str) -> Open:
    return Open(open_page, accented, room)


def plain(page: Page) -> set[str]:
    """The texts of a page as it is now that no catalog has."""
    dates = frozenset(page.evaluate(DATES).replace(",", " ").split()) | {"AM", "PM"}
    found: list[str] = page.evaluate(TEXTS, SPOKEN)
    texts = (text.partition(": ") for text in found)
    return {f"{place}: {text}" for place, _, text in texts if untranslated(text, NAMES | dates)}


def looks(page: Page) -> None:
    assert plain(page) == set()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def menu_of(page: Page, seq: int) -> None:
    page.hover(f"#m{seq}")
    page.click(f"#m{seq} [data-action=more]")
    page.get_by_role("menu").wait_for()


def choose(page: Page, english: str) -> None:
    page.get_by_role("menuitem", name=pseudo.pseudo(english)).click()


def on_message(key: str, seq: int) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.locator(f"#m{seq}").focus()
        page.keyboard.press(key)

    return press


def emoji(page: Page) -> None:
    on_message("+", 1)(page)
    page.locator(".emoji-picker input").fill("9")


def too_long(page: Page) -> None:
    page.fill("#message-text", "1" * 600)


def search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("dialog input").wait_for()
    page.keyboard.type("99")


def details(page: Page) -> None:
    page.click("#details-toggle")
    page.locator(".details__subtitle").first.wait_for()


def leave(page: Page) -> None:
    details(page)
    page.click("[data-leave]")
    page.locator("dialog").wait_for()


def copied_link(page: Page) -> None:
    menu_of(page, 1)
    choose(page, "Copy link")
    page.locator("#status .status").wait_for()


def offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator(".app[data-connection=offline]").wait_for()
    page.locator("#status .status").wait_for()
    say(page, "Ж")
    say(page, "Ж")
    page.locator(".message--pending").first.wait_for()


def back_online(page: Page) -> None:
    offline(page)
    page.context.set_offline(False)
    page.locator(".status--good").wait_for()


# What a member (or the owner) does, and then looks at the page.
STATES: dict[str, tuple[int, Callable[[Page], None]]] = {
    "as it opens": (1, lambda page: None),
    "own menu": (1, lambda page: menu_of(page, 1)),
    "menu of another's message": (1, lambda page: menu_of(page, 9)),
    "menu of a moderator": (0, lambda page: menu_of(page, 1)),
    "menu of a deleted message": (0, lambda page: menu_of(page, 5)),
    "deleting": (1, on_message("Delete", 1)),
    "removing": (0, on_message("Delete", 1)),
    "replying": (1, on_message("r", 9)),
    "editing": (1, on_message("e", 1)),
    "keys": (1, lambda page: page.keyboard.press("Control+/")),
    "going to a room": (1, lambda page: page.keyboard.press("Control+k")),
    "searching for a room": (1, search),
    "emoji": (1, on_message("+", 1)),
    "no emoji": (1, emoji),
    "too long": (1, too_long),
    "details": (0, details),
    "details of a stranger": (2, details),
    "leaving": (0, leave),
    "copied": (1, copied_link),
    "offline": (1, offline),
    "online again": (1, back_online),
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_the_room_is_translated(open_accented: Open, people: list[Account], state: str) -> None:
    who, reach = STATES[state]
    page = open_accented(people[who], permissions=["clipboard-read", "clipboard-write"])
    expect(page.locator("#m9")).to_be_visible()
    reach(page)
    looks(page)


def test_a_phone_fits_longer_texts(open_accented: Open, people: list[Account], room: str) -> None:
    page = open_accented(people[0], **TOUCH)
    looks(page)
    for path in (f"/rooms/?q={room}", "/settings/", "/settings/password/", "/open-a-room/"):
        page.goto(path)
        live(page)
        looks(page)


def test_removing_banning_and_what_can_be_undone_are_translated(
    open_accented: Open, people: list[Account]
) -> None:
    page, banned = open_accented(people[0]), open_accented(people[1])
    menu_of(page, 1)
    choose(page, "Remove message…")
    page.keyboard.press("Enter")
    page.locator("#status .status button").wait_for()
    looks(page)
    page.locator("#status .status button").click()
    expect(page.locator("#m1.message--deleted")).to_have_count(0)
    menu_of(page, 1)
    page.get_by_role("menuitem").last.click()
    page.locator("dialog").wait_for()
    looks(page)
    page.keyboard.press("Enter")
    expect(banned.locator(".composer--closed")).to_be_visible()
    page.locator("#status .status button").wait_for()
    looks(page)
    looks(banned)


def test_what_ends_a_visit_is_translated(
    open_accented: Open, people: list[Account], actions: ActionsProcess, room: str
) -> None:
    owner, member, other, staff = people
    pages = {account.id: open_accented(account) for account in (owner, member, other, staff)}
    actions("announce", text="Ж")
    for page in pages.values():
        page.locator("#status .status").wait_for()
        looks(page)
    actions("kick", by=owner.id, room=room, user=member.id)
    actions("sign_out", cookie=other.cookie)
    actions("suspend", user=staff.id)
    for account in (member, other, staff):
        pages[account.id].locator(".status--bad").wait_for()
        looks(pages[account.id])


def test_what_others_do_is_translated(open_accented: Open, people: list[Account]) -> None:
    ann, bob, guest = (open_accented(account) for account in people[:3])
    for writer in (bob, guest):
        writer.locator("#message-text").press_sequentially("Ж")
        ann.locator(".typing:not(:empty)").wait_for()
        looks(ann)
    for number in range(40):
        say(bob, str(number))
    expect(ann.locator("#log")).to_contain_text("39")
    looks(ann)
    ann.evaluate("document.getElementById('timeline').scrollTop = -900")
    say(bob, f"@{people[0].username}")
    looks(ann)
    details(ann)
    looks(ann)


def test_what_comes_back_refused_is_translated(
    open_accented: Open, people: list[Account], actions: ActionsProcess, room: str
) -> None:
    page = open_accented(people[1])
    page.context.set_offline(True)
    page.locator(".app[data-connection=offline]").wait_for()
    on_message("e", 1)(page)
    say(page, "Ж!")
    actions("delete", by=people[0].id, room=room, seq=1)
    page.context.set_offline(False)
    page.locator(".message__status--bad").wait_for()
    looks(page)


def test_signing_out_with_a_draft_asks_in_the_language(open_accented: Open, people: list[Account]) -> None:
    page = open_accented(people[1])
    page.fill("#message-text", "Ж")
    page.goto("/settings/password/")
    live(page)
    page.locator("[data-sign-out] button").click()
    page.locator("dialog").wait_for()
    looks(page)


def test_english_that_no_catalog_has_is_found(open_accented: Open, people: list[Account]) -> None:
    page = open_accented(people[1], viewport=PHONE)
    page.evaluate("""() => {
        const added = Object.assign(document.createElement("p"), { title: "Close", textContent: "Go" });
        document.body.append(added);
    }""")
    assert plain(page) == {"p: Go", "p title: Close"}
