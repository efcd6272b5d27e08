"""What is left on a device after signing out."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, OpenRoom, say
from tests.browser.test_on_demand import BUNDLE
from tests.browser.test_outbox import offline
from tests.workspace import Account, Accounts

KEPT = "Object.keys(localStorage).filter((key) => /^wick:(out|draft):/.test(key)).length"


@pytest.fixture
def ann(accounts: Accounts, actions: ActionsProcess) -> Account:
    """A member, with a session that may end."""
    return replace(accounts.member, cookie=actions("session", user=accounts.member.id))


@pytest.fixture
def unsent(ann: Account, open_room: OpenRoom) -> Page:
    """A page where she signs out, on a device with a draft and with a message that cannot be sent."""
    page = open_room(ann)
    offline(page)
    say(page, "not sent")
    page.fill("#message-text", "a draft")
    browser = page.context
    page.close()
    browser.set_offline(False)
    page = browser.new_page()
    page.route_web_socket("**/ws/*", lambda socket: socket.close())
    page.goto("/settings/password/")
    assert page.evaluate(KEPT) == 2
    return page


def sign_out(page: Page) -> None:
    page.locator("[data-sign-out] button").click()


def test_what_was_not_sent_is_deleted_after_asking(unsent: Page) -> None:
    sign_out(unsent)
    dialog = unsent.get_by_role("dialog")
    expect(dialog).to_contain_text("will be deleted from this device")
    dialog.get_by_role("button", name="Cancel").click()
    assert unsent.evaluate(KEPT) == 2
    sign_out(unsent)
    dialog.get_by_role("button", name="Sign out").click()
    unsent.wait_for_url("**/sign-in/")
    assert unsent.evaluate(KEPT) == 0


def test_it_stays_when_signing_out_fails(unsent: Page) -> None:
    with unsent.expect_response(BUNDLE) as loaded:  # with the first sign of use; offline it could not be
        unsent.keyboard.press("Shift")
    loaded.value.finished()
    unsent.context.set_offline(True)
    sign_out(unsent)
    dialog = unsent.get_by_role("dialog")
    dialog.get_by_role("button", name="Sign out").click()
    expect(dialog.get_by_role("alert")).to_contain_text("nothing was deleted")
    assert unsent.evaluate(KEPT) == 2


def test_nobody_is_asked_when_there_is_nothing_to_delete(ann: Account, open_page: OpenPage) -> None:
    page = open_page(ann, "/settings/password/")
    sign_out(page)
    page.wait_for_url("**/sign-in/")
