"""Notifications in the page: shown once, and only to people who look elsewhere."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import SETTINGS, OpenPage, live
from tests.instance import Instance
from tests.polling import wait_until
from tests.push_service import PushService
from tests.supervisor import Supervisor
from tests.workspace import Account, Accounts, Workspace

PAGE = "/settings/notifications/"
# Notifications of the system, and whether the page has the focus: Chromium without a screen has neither.
RECORDER = """
window.shown = [];
const note = (text) => {
  window.shown.push(text);
  document.documentElement.dataset.shown = JSON.stringify(window.shown);
};
window.focused = false;
window.Notification = class extends EventTarget {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, options) { super(); note(`${title}: ${options.body}`); }
  close() { note("closed"); }
};
document.hasFocus = () => window.focused;
const visibility = () => (window.focused ? "visible" : "hidden");
Object.defineProperty(document, "visibilityState", { get: visibility });
window.focusPage = (on) => {
  window.focused = on;
  dispatchEvent(new Event(on ? "focus" : "blur"));
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
# The browser maker's part of web push: Chromium asks a service of its maker, which tests cannot reach.
SUBSCRIBED = """
const given = %s;
const keys = { p256dh: given.p256dh, auth: given.auth };
const { endpoint } = given;
const subscription = { endpoint, options: {}, toJSON: () => ({ endpoint, keys }) };
PushManager.prototype.subscribe = async (options) => {
  window.asked = options.applicationServerKey;
  localStorage.setItem("is-subscribed", "");
  return subscription;
};
PushManager.prototype.getSubscription = async () =>
  localStorage.getItem("is-subscribed") === null ? null : subscription;
"""


@pytest.fixture(scope="module")
def chromium(whole_chromium: Browser) -> Browser:
    return whole_chromium


@pytest.fixture(scope="module")
def workspace(servers: Supervisor) -> Iterator[Workspace]:
    """A database in which no other instance reads the log: it would tell its own pages alone."""
    workspace = Workspace(servers.variable("MONGODB_URI"), "wick_notifying")
    yield workspace
    workspace.actions.close()


@pytest.fixture(scope="module")
def accounts(workspace: Workspace) -> Accounts:
    return workspace.accounts


@pytest.fixture(scope="module")
def actions(workspace: Workspace) -> ActionsProcess:
    return workspace.actions


@pytest.fixture(scope="module")
def site(workspace: Workspace) -> Iterator[Instance]:
    """With DEBUG, since the test's own push service is on this machine. Here scripts come one by one."""
    with workspace.running("notifying", **SETTINGS, WICK_BACKGROUND_WORK="true") as instance:
        yield instance


@pytest.fixture
def reader(workspace: Workspace) -> Account:
    """Somebody who may see the room, and belongs to none."""
    return workspace.new_account()


@pytest.fixture
def service() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.close()


def switch(page: Page, name: str) -> Any:
    return page.get_by_role("switch", name=name)


def elsewhere(open_page: OpenPage, reader: Account, frames: list[str] | None = None) -> Page:
    """A page of the reader's that shows no room, with notifications on. `frames`: takes what it receives."""
    page = open_page(reader, "/sign-in/")
    if frames is not None:
        page.on(
            "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame)))
        )
    page.context.add_init_script(RECORDER)
    page.goto(PAGE)
    live(page)
    switch(page, "while a tab is open").check()
    expect(switch(page, "while a tab is open")).to_be_enabled()
    return page


def mention(actions: ActionsProcess, author: Account, room: str, reader: Account, text: str) -> int:
    return int(actions("post", by=author.id, room=room, text=f"@{reader.username} {text}"))


def test_a_message_for_me_is_shown_by_the_system(
    open_page: OpenPage, actions: ActionsProcess, room: str, accounts: Any, reader: Account
) -> None:
    page = elsewhere(open_page, reader)
    mention(actions, accounts.owner, room, reader, "hello")
    expect(page.locator("html")).to_have_attribute("data-shown", re.compile(f"Owner in #{room}: .* hello"))
    assert page.evaluate("shown.length") == 1


def test_one_of_several_tabs_shows_it(
    open_page: OpenPage, actions: ActionsProcess, room: str, accounts: Any, reader: Account
) -> None:
    first = elsewhere(open_page, reader)
    second = first.context.new_page()
    second.goto(PAGE)
    live(second)
    for text in ("one", "two"):
        mention(actions, accounts.owner, room, reader, text)
    expect(first.locator("html")).to_have_attribute("data-shown", re.compile("one.*two"))
    assert second.evaluate("shown.length") == 0


def test_nothing_is_shown_by_the_system_while_the_site_has_the_focus(
    open_page: OpenPage, actions: ActionsProcess, room: str, accounts: Any, reader: Account
) -> None:
    frames: list[str] = []
    page = elsewhere(open_page, reader, frames)
    page.evaluate("focusPage(true)")
    page.evaluate("""async () => {
        const held = async () => (await navigator.locks.query()).held.map(({ name }) => name);
        while (!(await held()).some((name) => name.startsWith("wick:attended:"))) await held();
    }""")
    mention(actions, accounts.owner, room, reader, "second")
    wait_until(lambda: page.evaluate("true") and any("second" in frame for frame in frames))
    page.evaluate("focusPage(false)")
    mention(actions, accounts.owner, room, reader, "third")
    expect(page.locator("html")).to_have_attribute("data-shown", re.compile("third"))
    assert "second" not in str(page.evaluate("shown"))


def test_a_browser_subscribes_and_is_pushed_a_test(
    open_page: OpenPage, reader: Account, service: PushService
) -> None:
    page = open_page(reader, "/sign-in/")
    page.context.add_init_script(RECORDER + SUBSCRIBED % json.dumps(service.subscription()))
    page.goto(PAGE)
    live(page)
    switch(page, "Push notifications").check()
    expect(page.get_by_text("This device", exact=True)).to_have_count(2)
    expect(switch(page, "Push notifications")).to_be_checked()
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_text("A test notification is on its way.")).to_be_visible()
    assert service.read(service.take())["text"] == "Notifications work on this device."


def test_what_is_pushed_is_shown_by_the_service_worker(open_page: OpenPage, reader: Account) -> None:
    page = open_page(reader, PAGE)
    live(page)
    page.context.grant_permissions(["notifications"])
    page.evaluate("""async () => {
        await navigator.serviceWorker.register("/worker.js");
        await navigator.serviceWorker.ready;
    }""")
    session = page.context.new_cdp_session(page)
    registrations: list[dict[str, Any]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"])
    )
    session.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("true") and registrations)  # asking the page takes in its events
    [registration] = {each["registrationId"] for each in registrations}
    origin = page.evaluate("location.origin")
    pushed = {
        "title": "Ann in #garden",
        "text": "hello",
        "url": "/rooms/",
        "tag": "garden:1",
        "room": "garden",
        "seq": 1,
    }
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": registration, "data": json.dumps(pushed)},
    )
    shown = page.evaluate("""async () => {
        const registration = await navigator.serviceWorker.ready;
        let found = [];
        while (!found.length) found = await registration.getNotifications();
        return found.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    }""")
    assert shown == [
        {
            "title": "Ann in #garden",
            "body": "hello",
            "tag": "garden:1",
            "data": {"url": "/rooms/", "room": "garden", "seq": 1},
        }
    ]
