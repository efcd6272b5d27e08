"""Moderators at work in the room, and what the others see of it."""

from playwright.sync_api import Page, expect

from tests.backstage import Backstage
from tests.browser.conftest import FINGER, OpenPage, OpenRoom, live, say
from tests.cast import Cast


def choose(page: Page, deed: str, why: str = "") -> None:
    """Opens the menu of the first message, and answers what is asked."""
    page.hover(".message[data-seq]")
    page.click("[data-act=more]")
    page.get_by_role("menuitem", name=deed).click()
    page.get_by_label("Why, for the audit log").fill(why)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_who_keeps_order_is_marked_beside_the_name(open_room: OpenRoom, cast: Cast) -> None:
    mo, ann = open_room(cast.moderator), open_room(cast.member)
    say(mo, "good morning")
    expect(ann.locator(".message .badge")).to_have_text("moderator")
    say(ann, "morning")
    expect(mo.locator(".message")).to_have_count(2)
    expect(mo.locator(".message .badge")).to_have_count(1)


def test_a_message_is_removed_with_a_reason_and_restored(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    mo, ann = open_room(cast.moderator), open_room(cast.member)
    say(ann, "cheap keys, write to me")
    choose(mo, "Remove message", "advertising")
    expect(ann.locator(".message--gone")).to_contain_text("A moderator removed this message.")
    choose(mo, "Restore message", "it was not")
    expect(ann.locator(".message")).to_contain_text("cheap keys")
    assert backstage("audit", room=room)[-2:] == [
        ["moderator", "delete message", 1, "advertising"],
        ["moderator", "restore message", 1, "it was not"],
    ]


def test_members_are_offered_none_of_it(open_room: OpenRoom, cast: Cast) -> None:
    mo, ann = open_room(cast.moderator), open_room(cast.member)
    say(mo, "hello")
    ann.hover(".message[data-seq]")
    ann.click("[data-act=more]")
    expect(ann.get_by_role("menuitem")).to_have_text(["ReplyR", "Copy linkL"])
    expect(ann.locator("[data-ban]")).to_have_count(0)


def test_somebody_is_banned_and_let_in_again(
    open_room: OpenRoom, open_page: OpenPage, cast: Cast, room: str, backstage: Backstage
) -> None:
    mo, bob = open_room(cast.moderator), open_room(cast.other)
    say(bob, "cheap keys, write to me")
    mo.click("#details-toggle")
    choose(mo, "Ban Other", "advertising")
    expect(bob.locator(".status--bad")).to_contain_text("You are banned from this room.")
    expect(bob.locator("#words")).to_be_disabled()
    kept_out = mo.locator(".details__section", has_text="Not let in")
    expect(kept_out).to_contain_text("advertising")
    let_in = kept_out.get_by_role("button", name="Let Other in again")
    let_in.click()
    expect(let_in).to_have_count(0)
    bob.reload()
    live(bob)
    expect(bob.locator("#words")).to_be_enabled()
    assert [line[1] for line in backstage("audit", room=room)[-2:]] == ["ban", "unban"]


def test_somebody_who_looks_around_is_banned_from_the_details(open_room: OpenRoom, cast: Cast) -> None:
    mo, bob = open_room(cast.moderator), open_room(cast.other)
    mo.click("#details-toggle")
    guest = mo.locator(".member", has_text="looking around")
    guest.hover()
    guest.get_by_role("link", name="Ban").click()
    mo.get_by_role("button", name="Ban", exact=True).click()
    expect(bob.locator(".status--bad")).to_contain_text("You are banned from this room.")


def test_a_moderator_is_made_and_has_a_badge_at_once(open_room: OpenRoom, cast: Cast) -> None:
    owner, ann = open_room(cast.owner), open_room(cast.moderator)
    say(ann, "hello")
    owner.click("#details-toggle")
    line = owner.locator(".member", has_text="Moderator")
    line.hover()
    line.get_by_role("button", name="Make member").click()
    expect(line.locator(".badge")).to_have_count(0)
    expect(owner.locator(".message .badge")).to_have_count(0)
    line.hover()
    line.get_by_role("button", name="Make moderator").click()
    expect(owner.locator(".message .badge")).to_have_text("moderator")


def test_a_refusal_is_said_in_the_question(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.member.id, room=room, text="still here")
    mo = open_room(cast.moderator)
    mo.hover(".message[data-seq]")
    mo.click("[data-act=more]")
    mo.get_by_role("menuitem", name="Remove message").click()
    mo.context.set_offline(True)
    mo.get_by_role("button", name="Remove it").click()
    expect(mo.locator("dialog .field__error")).to_have_text("Not done. The server did not answer.")
    mo.context.set_offline(False)
    mo.get_by_role("button", name="Remove it").click()
    expect(mo.locator(".message--gone")).to_have_count(1)


def test_a_finger_restores_too(open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage) -> None:
    backstage("post", by=cast.member.id, room=room, text="still here")
    backstage("delete", by=cast.moderator.id, room=room, seq=1)
    phone = open_room(cast.moderator, **FINGER)
    gone = phone.locator(".message--gone .message__body")
    gone.dispatch_event(
        "pointerdown", {"pointerType": "touch", "clientX": 90, "clientY": 90, "bubbles": True}
    )
    phone.get_by_role("menuitem", name="Restore message").tap()
    phone.get_by_role("button", name="Restore it").tap()
    expect(phone.locator(".message")).to_contain_text("still here")
