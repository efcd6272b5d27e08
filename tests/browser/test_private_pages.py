"""Private rooms and direct conversations in browsers: two people on two instances, and axe-core."""

import secrets
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import SETTINGS, OpenPage, live, say
from tests.browser.test_axe import faults, looks
from tests.instance import Instance
from tests.workspace import Accounts, Workspace


@pytest.fixture(scope="module")
def pair(workspace: Workspace, built: dict[str, str], redis_url: str) -> Iterator[tuple[Instance, Instance]]:
    environ = {**SETTINGS, **built, "REDIS_URL": redis_url, "REDIS_PREFIX": f"pages-{secrets.token_hex(4)}"}
    with (
        workspace.running("pages-one", **environ) as one,
        workspace.running("pages-two", **environ) as two,
    ):
        yield one, two


@pytest.fixture
def cellar(accounts: Accounts, actions: ActionsProcess) -> str:
    """A private room of the owner, in which something was written."""
    slug = f"p-{uuid.uuid4().hex[:12]}"
    room = str(actions("private_room", slug=slug, owner=accounts.owner.id, members=[accounts.other.id]))
    actions("post", by=accounts.owner.id, room=room, text="for us alone")
    return room


def test_two_people_on_two_instances_talk_in_a_conversation(
    open_page: OpenPage, pair: tuple[Instance, Instance], workspace: Workspace
) -> None:
    here, there = pair
    ann, bob = workspace.new_account(), workspace.new_account()
    as_ann = open_page(ann, f"{here.url}/conversations/new/?q={bob.username}")
    as_ann.get_by_role("button", name=f"Choose {bob.name}").click()
    as_ann.get_by_role("button", name="Open conversation").click()
    live(as_ann)
    path = as_ann.url.removeprefix(here.url)
    assert path.startswith("/conversations/d_")
    as_bob = open_page(bob, f"{there.url}{path}")
    live(as_bob)
    say(as_ann, "between us")
    expect(as_bob.locator("#m1")).to_contain_text("between us")
    say(as_bob, "on two machines")
    expect(as_ann.locator("#m2")).to_contain_text("on two machines")


def test_who_is_added_to_a_private_room_comes_in_and_who_is_removed_is_out(
    open_page: OpenPage,
    pair: tuple[Instance, Instance],
    workspace: Workspace,
    accounts: Accounts,
    cellar: str,
) -> None:
    here, there = pair
    somebody = workspace.new_account()
    outside = open_page(somebody, f"{there.url}/rooms/{cellar}/")
    expect(outside.get_by_text("for us alone")).to_have_count(0)
    as_owner = open_page(accounts.owner, f"{here.url}/rooms/{cellar}/people/add/?with={somebody.username}")
    as_owner.get_by_role("button", name="Add 1 person").click()
    live(as_owner)
    outside.goto(f"{there.url}/rooms/{cellar}/")
    live(outside)
    expect(outside.get_by_text("for us alone")).to_be_visible()
    say(outside, "thank you")
    expect(as_owner.get_by_text("thank you")).to_be_visible()
    as_owner.goto(f"{here.url}/rooms/{cellar}/people/{somebody.username}/remove/")
    as_owner.get_by_role("button", name=f"Remove {somebody.name}").click()
    expect(outside.get_by_text("You need to be added to come back.")).to_be_visible()
    expect(outside.locator(".sidebar").get_by_role("link", name=cellar)).to_have_count(0)
    outside.goto(f"{there.url}/rooms/{cellar}/")
    expect(outside.get_by_text("for us alone")).to_have_count(0)


@looks
def test_axe_finds_nothing_serious_on_pages_of_private_rooms(
    open_page: OpenPage, accounts: Accounts, cellar: str, look: dict[str, Any]
) -> None:
    paths = ["", "?details", "settings/", "kind/", "leave/", "people/add/", "people/add/?q=o&with=member"]
    page = open_page(accounts.owner, f"/rooms/{cellar}/", **look)
    live(page)
    for path in [*paths, "people/other/remove/", "people/other/ban/"]:
        page.goto(f"/rooms/{cellar}/{path}")
        assert faults(page) == "", path


@looks
def test_axe_finds_nothing_serious_on_pages_of_conversations(
    open_page: OpenPage, accounts: Accounts, actions: ActionsProcess, look: dict[str, Any]
) -> None:
    people = [accounts.member.id, accounts.other.id]
    room = actions("conversation", by=accounts.owner.id, people=people)
    actions("post", by=accounts.owner.id, room=room, text="hello to you both")
    page = open_page(accounts.owner, f"/conversations/{room}/", **look)
    live(page)
    for path in (
        f"/conversations/{room}/",
        f"/conversations/{room}/?details",
        f"/conversations/{room}/1/",
        "/conversations/new/",
        "/conversations/new/?q=m&with=member",
        "/conversations/new/?q=nobody-at-all",
        "/rooms/?q=zzz",
    ):
        page.goto(path)
        assert faults(page) == "", path
