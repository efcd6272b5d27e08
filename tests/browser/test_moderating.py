"""Moderators at work in the room, and what the others see of it."""

from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import TOUCH, OpenPage, OpenRoom, live, say
from tests.browser.touch import Touch
from tests.workspace import Accounts


def choose(page: Page, item: str, why: str = "") -> None:
    """Opens the menu of the first message, and answers what is asked."""
    page.hover(".message[data-seq]")
    page.click("[data-action=more]")
    page.get_by_role("menuitem", name=item).click()
    page.get_by_label("Reason (kept in the audit log)").fill(why)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_moderators_have_a_badge_beside_the_name(open_room: OpenRoom, accounts: Accounts) -> None:
    mo, ann = open_room(accounts.moderator), open_room(accounts.member)
    say(mo, "good morning")
    expect(ann.locator(".message .badge")).to_have_text("moderator")
    say(ann, "morning")
    expect(mo.locator(".message")).to_have_count(2)
    expect(mo.locator(".message .badge")).to_have_count(1)


def test_a_message_is_removed_with_a_reason_and_restored(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    mo, ann = open_room(accounts.moderator), open_room(accounts.member)
    say(ann, "cheap keys, write to me")
    choose(mo, "Remove message", "advertising")
    expect(ann.locator(".message--deleted")).to_contain_text("A moderator removed this message.")
    choose(mo, "Restore message", "it was not")
    expect(ann.locator(".message")).to_contain_text("cheap keys")
    assert actions("audit", room=room)[-2:] == [
        ["moderator", "delete message", 1, "advertising"],
        ["moderator", "restore message", 1, "it was not"],
    ]


def test_members_are_offered_none_of_it(open_room: OpenRoom, accounts: Accounts) -> None:
    mo, ann = open_room(accounts.moderator), open_room(accounts.member)
    say(mo, "hello")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)
    say(ann, "hello")
    expect(ann.locator(".join-prompt")).to_have_count(0)  # who posts is a member
    ann.hover(".message[data-seq]")
    ann.click("[data-action=more]")
    offered = [
        "ReplyR",
        "Reply in threadT",
        "Forward…F",
        "Keep for laterK",
        "Pin to this roomP",
        "Copy text",
        "Copy linkL",
    ]
    offered.append("Mark unread from hereU")
    expect(ann.get_by_role("menuitem")).to_have_text(offered)
    expect(ann.locator("[data-ban]")).to_have_count(0)


def test_a_page_says_that_its_room_was_deleted(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    bob = open_room(accounts.other)
    actions("delete_room", room=room)
    expect(bob.locator(".status--bad")).to_contain_text("This room is not available.")
    expect(bob.locator("#message-text")).to_be_disabled()


def test_somebody_is_banned_and_unbanned(
    open_room: OpenRoom, open_page: OpenPage, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    mo, bob = open_room(accounts.moderator), open_room(accounts.other)
    say(bob, "cheap keys, write to me")
    mo.click("#details-toggle")
    choose(mo, "Ban Other", "advertising")
    expect(bob.locator(".status--bad")).to_contain_text("You are banned from this room.")
    expect(bob.locator("#message-text")).to_be_disabled()
    kept_out = mo.locator(".details__section", has_text="Banned")
    expect(kept_out).to_contain_text("advertising")
    let_in = kept_out.get_by_role("button", name="Unban Other")
    let_in.click()
    expect(let_in).to_have_count(0)
    bob.reload()
    live(bob)
    expect(bob.locator("#message-text")).to_be_enabled()
    assert [line[1] for line in actions("audit", room=room)[-2:]] == ["ban", "unban"]


def test_somebody_who_looks_around_is_banned_from_the_details(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    mo, bob = open_room(accounts.moderator), open_room(accounts.other)
    mo.click("#details-toggle")
    guest = mo.locator(".member", has_text="not a member")
    guest.hover()
    guest.get_by_role("link", name="Ban").click()
    mo.get_by_role("button", name="Ban", exact=True).click()
    expect(bob.locator(".status--bad")).to_contain_text("You are banned from this room.")


def test_a_moderator_is_made_and_has_a_badge_at_once(open_room: OpenRoom, accounts: Accounts) -> None:
    owner, ann = open_room(accounts.owner), open_room(accounts.moderator)
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
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.member.id, room=room, text="still here")
    mo = open_room(accounts.moderator)
    mo.hover(".message[data-seq]")
    mo.click("[data-action=more]")
    mo.get_by_role("menuitem", name="Remove message").click()
    mo.context.set_offline(True)
    mo.get_by_role("button", name="Remove message").click()
    expect(mo.locator("dialog .field__error")).to_have_text("The server did not answer. Try again.")
    mo.context.set_offline(False)
    mo.get_by_role("button", name="Remove message").click()
    expect(mo.locator(".message--deleted")).to_have_count(1)


def test_a_message_is_restored_by_touch(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    actions("post", by=accounts.member.id, room=room, text="still here")
    actions("delete", by=accounts.moderator.id, room=room, seq=1)
    phone = open_room(accounts.moderator, **TOUCH)
    gone = phone.locator(".message--deleted .message__body")
    finger = Touch(phone)
    finger.hold(gone)
    expect(phone.get_by_role("menu")).to_be_visible()
    finger.up()
    phone.get_by_role("menuitem", name="Restore message").tap()
    phone.get_by_role("button", name="Restore message").tap()
    expect(phone.locator(".message")).to_contain_text("still here")


def test_the_only_owner_hands_the_room_over_in_a_dialog(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.owner)
    page.click("#details-toggle")
    page.click("[data-leave]")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("Choose a new owner first")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)
    page.click("[data-leave]")
    dialog.get_by_label("New owner").select_option(accounts.moderator.id)
    dialog.get_by_role("button", name="Transfer and leave").click()
    expect(page.locator("body")).to_contain_text("You left #")


def test_a_removal_is_undone(
    open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    for text in ("first", "second"):
        actions("post", by=accounts.member.id, room=room, text=text)
    mo = open_room(accounts.moderator)
    for seq in (1, 2):
        mo.locator(f"#m{seq}").focus()
        mo.keyboard.press("Delete")
        mo.get_by_role("button", name="Remove message").click()
        expect(mo.locator("dialog")).to_have_count(0)
        expect(mo.locator(f"#m{seq}")).to_contain_text("A moderator removed this message.")
    mo.locator("#status").get_by_role("button", name="Undo").click()
    expect(mo.locator("#m2")).to_contain_text("second")
    expect(mo.locator("#status")).to_contain_text("Message restored.")
    expect(mo.locator("#m1")).to_contain_text("A moderator removed this message.")


def test_a_moderator_undoes_the_deletion_of_an_own_message(open_room: OpenRoom, accounts: Accounts) -> None:
    mo = open_room(accounts.moderator)
    say(mo, "mine")
    mo.locator("#m1").focus()
    mo.keyboard.press("Delete")
    mo.get_by_role("button", name="Delete message").click()
    mo.locator("#status").get_by_role("button", name="Undo").click()
    expect(mo.locator("#m1")).to_contain_text("mine")


def test_a_ban_is_undone(open_room: OpenRoom, accounts: Accounts, room: str, actions: ActionsProcess) -> None:
    actions("post", by=accounts.other.id, room=room, text="cheap keys")
    mo = open_room(accounts.moderator)
    choose(mo, "Ban Other")
    mo.locator("#status").get_by_role("button", name="Undo").click()
    expect(mo.locator("#status")).to_contain_text("Ban lifted.")
    assert [line[1] for line in actions("audit", room=room)[-2:]] == ["ban", "unban"]


def test_undo_is_offered_for_ten_seconds(open_room: OpenRoom, accounts: Accounts) -> None:
    mo = open_room(accounts.moderator)
    say(mo, "mine")
    mo.clock.install()
    mo.locator("#m1").focus()
    mo.keyboard.press("Delete")
    mo.get_by_role("button", name="Delete message").click()
    undo = mo.locator("#status").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    mo.clock.run_for(9_000)
    expect(undo).to_be_visible()
    mo.clock.run_for(2_000)
    expect(undo).to_have_count(0)
