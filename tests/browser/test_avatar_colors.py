"""The colours of people: their own, and different ones for those who speak in one room."""

import uuid

from playwright.sync_api import Page, expect

from chat.templatetags.people import HUES, hue
from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom, live
from tests.workspace import Account, Accounts, Workspace


def with_hue(workspace: Workspace, wanted: int) -> Account:
    names = (f"p{uuid.uuid4().hex[:10]}" for _ in iter(int, 1))
    return workspace.account(next(name for name in names if hue(name) == wanted))


def hues(page: Page) -> dict[str, str]:
    """Of each who speaks, by name."""
    found: dict[str, str] = page.locator(".message .person-name").evaluate_all(
        "names => Object.fromEntries(names.map((name) => [name.textContent, name.dataset.hue]))"
    )
    return found


def test_people_of_one_room_have_different_hues(
    open_room: OpenRoom, workspace: Workspace, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    mine = hue(accounts.owner.username)
    people = [with_hue(workspace, number) for number in (mine, mine, (mine + 5) % HUES)]
    for account in (*people, accounts.owner):
        actions("post", by=account.id, room=room, text="hello")
    page = open_room(accounts.owner)
    expect(page.locator(".message")).to_have_count(4)
    found = hues(page)
    assert len(set(found.values())) == 4
    assert found[accounts.owner.name] == str(mine)
    assert found[people[2].name] == str((mine + 5) % HUES)
    page.reload()
    live(page)
    assert hues(page) == found


def test_a_face_has_the_hue_of_the_name(
    open_room: OpenRoom, workspace: Workspace, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    twin = with_hue(workspace, hue(accounts.owner.username))
    actions("post", by=twin.id, room=room, text="hello")
    page = open_room(accounts.owner)
    name, face = page.locator(".message .person-name"), page.locator(".message .avatar")
    assert name.get_attribute("data-hue") == face.get_attribute("data-hue") != str(hue(twin.username))
