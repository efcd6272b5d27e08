"""Moderation, and the ends of a session, as the page tells them."""

from playwright.sync_api import expect

from tests.backstage import Backstage
from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.cast import Cast, Stage


def test_a_moderator_removes_what_somebody_said(open_room: OpenRoom, cast: Cast) -> None:
    ann, moderator = open_room(cast.member), open_room(cast.moderator)
    say(ann, "cheap keys for every program")
    moderator.hover(".message[data-seq]")
    moderator.click("[data-act=more]")
    moderator.get_by_role("menuitem", name="Remove message").click()
    moderator.get_by_role("button", name="Remove it").click()
    expect(ann.locator(".message--gone")).to_contain_text("A moderator removed this message.")


def test_others_may_answer_and_not_remove(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "mine")
    bob.hover(".message[data-seq]")
    bob.click("[data-act=more]")
    expect(bob.get_by_role("menuitem", name="Reply")).to_be_visible()
    for name in ("Remove", "Take back", "Edit"):
        expect(bob.get_by_role("menuitem", name=name)).to_have_count(0)


def test_a_banned_person_is_told_and_cannot_write(
    open_room: OpenRoom, stage: Stage, cast: Cast, room: str, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    page = open_room(somebody)
    backstage("ban", by=cast.owner.id, room=room, person=somebody.id)
    expect(page.locator("#status")).to_contain_text("You are banned from this room.", timeout=10_000)
    expect(page.locator("#words")).to_be_disabled()
    page.reload()
    expect(page.locator("h1")).to_have_text("Not open to you")


def test_who_is_signed_out_elsewhere_is_told_and_does_not_come_back(
    open_room: OpenRoom, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    page = open_room(somebody)
    backstage("sign_out", cookie=somebody.cookie)
    expect(page.locator("#status")).to_contain_text("You are signed out.", timeout=10_000)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.locator(".me__status")).to_have_text("Not connected")


def test_who_is_suspended_is_told(open_room: OpenRoom, stage: Stage, backstage: Backstage) -> None:
    somebody = stage.passer_by()
    page = open_room(somebody)
    backstage("suspend", person=somebody.id)
    expect(page.locator("#status")).to_contain_text("You are not let in.", timeout=10_000)
    page.reload()
    expect(page.locator("h1")).to_have_text("This account is suspended")


def test_an_announcement_shows_wherever_one_is(
    open_page: OpenPage, open_room: OpenRoom, cast: Cast, backstage: Backstage
) -> None:
    page = open_room(cast.member)
    backstage("announce", text="We restart at noon.")
    expect(page.locator("#status")).to_contain_text("From the house: We restart at noon.", timeout=10_000)


def test_what_happens_to_my_account_in_one_tab_does_not_stop_the_other(
    open_room: OpenRoom, stage: Stage, backstage: Backstage
) -> None:
    """A new name closes the sockets of its owner for a moment; pages come back by themselves."""
    somebody = stage.passer_by()
    page = open_room(somebody)
    backstage("change_name", person=somebody.id, name="Another Name")
    page.wait_for_timeout(2500)
    live(page)
    say(page, "under another name")
    expect(page.locator(".message[data-seq] .person-name")).to_have_text("Another Name")
