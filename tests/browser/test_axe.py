"""What axe-core, which checks pages as assistive technology reads them, finds on ours: nothing serious."""

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from deploy.local.process import ROOT
from tests.actions_process import ActionsProcess
from tests.browser.conftest import TOUCH, OpenPage, OpenRoom, live
from tests.browser.sample_files import choose, large, picture, tone, wait_until_ready
from tests.instance import Instance
from tests.workspace import Accounts, Workspace

SERIOUS = {"serious", "critical"}
# Minor to axe, but not to people who navigate by them.
WANTED = {
    "heading-order",
    "label-content-name-mismatch",
    "landmark-one-main",
    "landmark-unique",
    "page-has-heading-one",
    "region",
    "scrollable-region-focusable",
}
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# What a look can change: colors do in the dark, and all else on a phone. Everything is checked in the light.
RULES: dict[str, dict[str, Any]] = {
    "light": {"rules": {"label-content-name-mismatch": {"enabled": True}}},
    "dark": {"runOnly": ["color-contrast"]},
    "phone": {"rules": {"color-contrast": {"enabled": False}}},
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {**TOUCH, "viewport": {"width": 360, "height": 720}},
}
looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def faults(page: Page) -> str:
    """What is wrong with a page as it is now: the rule and the elements, one a line."""
    page.wait_for_load_state()
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)))")
    found = Axe().run(page, options=OPTIONS | RULES[look_of(page)]).response["violations"]
    return "\n".join(
        f"{one['id']}: {', '.join(node['html'][:150] for node in one['nodes'][:4])}"
        for one in found
        if one["impact"] in SERIOUS or one["id"] in WANTED
    )


def look_of(page: Page) -> str:
    """Which of the looks a page has."""
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        return "dark"
    return "phone" if page.evaluate("innerWidth") < 500 else "light"


@pytest.fixture
def full_room(accounts: Accounts, room: str, actions: ActionsProcess) -> str:
    """A room with a message of each kind."""
    texts = [
        "hello @owner, see https://example.org/a and [https://a.example](https://b.example)",
        "```python\n" + "x = 'a long line of code' " * 20 + "\n```",
        "> quoted\n\n- a list\n- of two\n\n**bold** `code`",
        "to be deleted",
    ]
    for text in texts:
        actions("post", by=accounts.member.id, room=room, text=text)
    actions("post", by=accounts.moderator.id, room=room, text="well")
    actions("delete", by=accounts.moderator.id, room=room, seq=4)
    return room


@looks
def test_a_room(open_page: OpenPage, accounts: Accounts, full_room: str, look: dict[str, Any]) -> None:
    page = open_page(accounts.owner, f"/rooms/{full_room}/", **look)
    live(page)
    page.locator("#m1").focus()
    page.keyboard.press("+")
    page.get_by_label("Find an emoji").wait_for()
    assert faults(page) == ""
    page.get_by_label("Find an emoji").fill("heart")
    page.keyboard.press("Enter")
    expect(page.locator(".reaction[data-emoji]")).to_have_count(1)
    assert faults(page) == ""


def first_message(key: str) -> Callable[[Page], None]:
    """Presses a key on the first message."""

    def press(page: Page) -> None:
        page.locator("#m1").focus()
        page.keyboard.press(key)

    return press


def menu(page: Page) -> None:
    page.hover("#m1")
    page.click("#m1 [data-action=more]")


def offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_text("You are offline").wait_for()


STATES: dict[str, Callable[[Page], None]] = {
    "details": lambda page: page.click("#details-toggle"),
    "menu": menu,
    "switcher": lambda page: page.keyboard.press("Control+k"),
    "keys": lambda page: page.keyboard.press("Control+/"),
    "question": first_message("Delete"),
    "reply": first_message("r"),
    "thread": first_message("t"),
    "offline": offline,
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_the_room(open_room: OpenRoom, accounts: Accounts, full_room: str, state: str) -> None:
    page = open_room(accounts.owner)
    STATES[state](page)
    assert faults(page) == ""


@looks
def test_files(open_page: OpenPage, accounts: Accounts, room: str, look: dict[str, Any]) -> None:
    page = open_page(accounts.owner, f"/rooms/{room}/", **look)
    live(page)
    choose(page, picture("chart.png"), tone("tone.wav"), large("notes.txt", mib=1))
    for name in ("chart.png", "tone.wav", "notes.txt"):
        wait_until_ready(page, name)
    assert faults(page) == ""
    page.click("#send")
    expect(page.locator(".message[data-seq] .picture img")).to_have_js_property("complete", True)
    assert faults(page) == ""
    page.click("[data-picture]")
    expect(page.locator(".viewer__image")).to_have_js_property("complete", True)
    assert faults(page) == ""


def test_the_list_of_rooms_on_a_phone(open_page: OpenPage, accounts: Accounts, full_room: str) -> None:
    page = open_page(accounts.owner, f"/rooms/{full_room}/", **LOOKS["phone"])
    live(page)
    page.tap("#back")
    expect(page.locator(".sidebar")).to_be_visible()
    assert faults(page) == ""


@looks
def test_the_other_pages(
    open_page: OpenPage, accounts: Accounts, full_room: str, look: dict[str, Any]
) -> None:
    page = open_page(accounts.owner, "/rooms/", **look)
    paths = ["/rooms/", "/rooms/?list", "/open-a-room/", "/settings/", "/settings/password/"]
    own = [f"/settings/{path}/" for path in ("email", "second-factor", "second-factor/app", "sessions")]
    room = [f"/rooms/{full_room}/{path}" for path in ("about/", "leave/", "1/", "people/member/ban/")]
    for path in [*paths, *own, *room, "/nowhere/"]:
        page.goto(path)
        assert faults(page) == "", path


SETTINGS = ["", "password", "email", "second-factor", "second-factor/app"]
SETTINGS += ["second-factor/passkeys", "sessions", "tokens", "notifications"]


@looks
def test_the_settings(
    open_page: OpenPage, workspace: Workspace, actions: ActionsProcess, look: dict[str, Any]
) -> None:
    somebody = workspace.new_account()
    actions("set_role", user=somebody.id, role="administrator")
    actions("room", slug=f"a-{somebody.username}", owner=somebody.id)
    page = open_page(somebody, "/settings/", **look)
    for path in [*SETTINGS, "workspace", "invitations"]:
        page.goto(f"/settings/{path}/" if path else "/settings/")
        assert faults(page) == "", path
    page.goto("/settings/invitations/")
    page.get_by_role("button", name="Create invitation").click()
    expect(page.locator(".settings__item").first).to_be_visible()
    assert faults(page) == "", "with an invitation"


@pytest.fixture(scope="module")
def site_with_provider(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance where people may sign in with an account elsewhere."""
    provider = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "1", "OIDC_CLIENT_SECRET": "2"}
    with workspace.running("linking", **provider, **built) as instance:
        yield instance


@looks
def test_accounts_elsewhere(
    open_page: OpenPage, accounts: Accounts, site_with_provider: Instance, look: dict[str, Any]
) -> None:
    page = open_page(accounts.member, f"{site_with_provider.url}/settings/accounts/", **look)
    expect(page.get_by_role("heading", name="Linked accounts")).to_be_visible()
    assert faults(page) == ""
    page = open_page(None, f"{site_with_provider.url}/sign-in/", **look)
    assert faults(page) == ""


@looks
def test_people_and_rooms(
    open_page: OpenPage, accounts: Accounts, full_room: str, look: dict[str, Any]
) -> None:
    page = open_page(accounts.staff, "/people/", **look)
    member = f"/people/{accounts.member.username}/"
    people = ["/people/", "/people/?q=o", member, f"{member}suspend/", f"{member}clear-profile/"]
    room = [f"/rooms/{full_room}/{path}" for path in ("settings/", "people/add/", "invitations/", "kind/")]
    for path in [*people, "/rooms/?sort=members", "/for-you/", "/conversations/new/", *room]:
        page.goto(path)
        assert faults(page) == "", path


@looks
def test_the_setup(open_page: OpenPage, empty_site: Instance, look: dict[str, Any]) -> None:
    page = open_page(None, f"{empty_site.url}/", **look)
    assert faults(page) == ""
    page.goto(f"{empty_site.url}{setup_path(empty_site)}")
    page.get_by_label("Name of the workspace").wait_for()
    assert faults(page) == ""


@pytest.fixture(scope="module")
def empty_site(workspace: Workspace, built: dict[str, str]) -> Iterator[Instance]:
    """An instance on a database in which nobody has an account."""
    uri = urlsplit(workspace.mongodb_uri)._replace(path=f"/wick_empty_{uuid.uuid4().hex[:8]}").geturl()
    beside = ActionsProcess({"MONGODB_URI": uri})
    beside("migrate")
    beside.close()
    with workspace.running("empty", MONGODB_URI=uri, WICK_BACKGROUND_WORK="false", **built) as instance:
        yield instance


def setup_path(site: Instance) -> str:
    """The path of the link that the command prints."""
    line = (sys.executable, "manage.py", "setup")
    link = subprocess.run(line, cwd=ROOT, env=site.environ, capture_output=True, text=True, check=True).stdout
    return link[link.index("/setup/") :].strip()


@looks
def test_the_pages_before_signing_in(open_page: OpenPage, look: dict[str, Any]) -> None:
    page = open_page(None, "/sign-in/", **look)
    for path in ("/sign-in/", "/sign-up/", "/forgotten/", "/forgotten/sent/"):
        page.goto(path)
        assert faults(page) == "", path
    page.goto("/sign-in/")
    page.fill("[name=username]", "nobody")
    page.fill("[name=password]", "wrong")
    page.keyboard.press("Enter")
    page.locator(".field__error").wait_for()
    assert faults(page) == ""


@looks
def test_the_admin(open_page: OpenPage, accounts: Accounts, full_room: str, look: dict[str, Any]) -> None:
    page = open_page(accounts.staff, "/admin/", **look)
    assert faults(page) == ""
    for model in ("event", "room", "user", "ban", "auditentry", "notice", "instance"):
        page.goto(f"/admin/chat/{model}/")
        assert faults(page) == "", model
    page.goto(f"/admin/chat/event/?q={full_room}/1")
    page.locator("#result_list a").first.click()
    assert faults(page) == ""
    page.get_by_role("button", name="Delete messages").click()
    page.locator("[name=reason]").wait_for()
    assert faults(page) == ""
