"""A passkey in Chromium, with an authenticator that the browser simulates."""

from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.available_actions import PASSWORD
from tests.browser.conftest import OpenPage
from tests.instance import Instance
from tests.workspace import Workspace

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> Page:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def enter_password(page: Page, username: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/settings/password/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def test_it_is_added_and_signs_in_alone_or_after_the_password(
    open_page: OpenPage, site: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    actions("set_password", user=somebody.id)
    # A passkey belongs to a name, and an address is none.
    page = with_authenticator(open_page(None, "/sign-in/", base_url=f"http://localhost:{site.port}"))
    enter_password(page, somebody.username)
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    page.goto("/settings/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.fill("[name=name]", "This laptop")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.locator(".settings__codes li")).to_have_count(10)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name="This laptop")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    sign_out(page)
    enter_password(page, somebody.username)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    page.goto("/settings/second-factor/")
    page.get_by_role("link", name="Remove This laptop").click()
    page.get_by_role("button", name="Use a passkey").or_(page.locator("[name=password]")).first.wait_for()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.get_by_role("heading", name="This laptop")).to_have_count(0)
