"""Browsers may refuse storage, locks and the clipboard: what does not need them goes on, without an error."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, live, say
from tests.workspace import Accounts

FULL = """
  Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
DENIED = """
  const deny = () => { throw new DOMException("denied", "SecurityError"); };
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
    Object.defineProperty(window, name, { get: deny });
  Object.defineProperty(document, "cookie", { get: deny, set: deny });
  document.execCommand = deny;
  window.BroadcastChannel = class { constructor() { deny(); } };
  window.Notification = class { static requestPermission() { deny(); } constructor() { deny(); } };
  for (const name of ["locks", "clipboard", "serviceWorker", "permissions"])
    Object.defineProperty(navigator, name, { get: deny });
"""
REJECTED = """
  const reject = () => Promise.reject(new DOMException("denied", "SecurityError"));
  LockManager.prototype.request = LockManager.prototype.query = reject;
  Clipboard.prototype.writeText = reject;
  document.execCommand = () => false;
  for (const name of ["getItem", "setItem", "removeItem"])
    Storage.prototype[name] = () => { throw new DOMException("denied", "SecurityError"); };
"""


@pytest.mark.parametrize("how", [FULL, DENIED, REJECTED], ids=["full", "denied", "rejected"])
def test_a_room_works_where_the_browser_refuses(
    open_page: OpenPage, accounts: Accounts, room: str, how: str
) -> None:
    page = open_page(accounts.owner, "/settings/")
    page.add_init_script(how)
    page.goto(f"/rooms/{room}/")
    live(page)
    say(page, "hello")
    message = page.locator(".message[data-seq]")
    expect(message).to_have_count(1)
    message.focus()
    page.keyboard.press("l")
    page.click("#composer-emoji")
    page.get_by_role("button", name="slightly smiling face", exact=True).click()
    expect(page.locator("#message-text")).to_have_value("🙂")
    page.keyboard.press("Enter")
    expect(message).to_have_count(2)
    page.reload()
    live(page)
    expect(message).to_have_count(2)
    say(page, "once more")
    expect(message).to_have_count(3)


@pytest.mark.parametrize("how", [DENIED, REJECTED], ids=["denied", "rejected"])
def test_the_theme_changes_where_the_browser_has_no_cookies(
    open_page: OpenPage, accounts: Accounts, how: str
) -> None:
    page = open_page(accounts.owner, "/rooms/")
    page.add_init_script(how)
    page.goto("/settings/")
    page.get_by_label("Dark").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
