"""An administrator deletes a file in the admin, and it is gone from the message that had it."""

from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenPage, live
from tests.browser.sample_files import choose, text, wait_until_ready
from tests.workspace import Accounts, Workspace

REASON = "a secret key is in it"


def test_an_administrator_deletes_a_file(
    open_page: OpenPage, workspace: Workspace, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    administrator = workspace.new_account()
    actions("set_role", user=administrator.id, role="administrator")
    page = open_page(accounts.member, f"/rooms/{room}/")
    live(page)
    choose(page, text(f"{room}.txt", b"what is to go"))
    wait_until_ready(page, f"{room}.txt")
    page.click("#send")
    link = page.locator(".message[data-seq] a[href^='/files/']").first
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    assert address is not None
    assert page.request.get(address).ok
    admin = open_page(administrator, f"/admin/files/file/?q={accounts.member.username}")
    row = admin.get_by_role("row").filter(has_text=f"{room}.txt")
    row.get_by_role("checkbox").check()
    admin.select_option("select[name=action] >> nth=0", label="Delete permanently")
    admin.locator(".actions button").first.click()
    admin.fill("[name=reason]", REASON)
    admin.get_by_role("button", name="Delete permanently").click()
    expect(admin.locator(".messagelist")).to_contain_text("Deleted")
    expect(row).to_have_count(0)
    assert page.request.get(address).status == 404
    expect(page.locator(".message[data-seq]")).to_contain_text(f"{room}.txt")
    admin.goto("/admin/chat/auditentry/")
    expect(admin.locator("#result_list")).to_contain_text(REASON)
