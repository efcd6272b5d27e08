"""Files are attached to a message: they are uploaded while it is written, and go out with it."""

import re

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import OpenPage, OpenRoom, say
from tests.browser.sample_files import (
    card,
    choose,
    drag,
    large,
    paste,
    picture,
    text,
    wait_until_ready,
)
from tests.workspace import Accounts

STORED = ".message[data-seq]"
UPLOAD = re.compile(r"/files/uploads/[0-9a-f-]+/$")


def stop_parts(page: Page) -> None:
    """From now on no part of a file arrives, until `page.unroute(UPLOAD)`."""

    def stop(route: Route) -> None:
        if route.request.method == "PATCH":
            route.abort()
        else:
            route.continue_()

    page.route(UPLOAD, stop)


def parts_sent(page: Page) -> list[str]:
    """The offsets of the parts that arrived from now on."""
    offsets: list[str] = []

    def note(request: Request) -> None:
        response = request.response()
        if request.method == "PATCH" and response and response.ok:
            offsets.append(request.headers["upload-offset"])

    page.on("requestfinished", note)
    return offsets


def test_a_file_chosen_by_the_button_reaches_everybody(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    choose(ann, text("notes.txt", b"some notes"))
    wait_until_ready(ann, "notes.txt")
    say(ann, "my notes")
    message = bob.locator(STORED)
    expect(message).to_contain_text("my notes")
    with bob.expect_download() as download:
        message.get_by_role("link", name="notes.txt").click()
    assert download.value.path().read_bytes() == b"some notes"
    expect(ann.locator(".attachments")).to_be_hidden()


def test_a_pasted_picture_is_shown_in_the_message_with_its_room_reserved(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    paste(ann, picture("chart.png", (800, 400)))
    wait_until_ready(ann, "chart.png")
    ann.click("#send")
    image = bob.locator(f"{STORED} img[width]")
    expect(image).to_have_attribute("width", "400")
    expect(image).to_have_attribute("height", "200")
    expect(image).to_have_js_property("complete", True)
    expect(bob.locator(".picture__caption")).to_contain_text("chart.png")


def test_what_is_dragged_over_the_room_is_dropped_into_the_message(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.member)
    drag(page, "dragenter", "#log", text("one.txt"), text("two.txt"))
    expect(page.locator(".drop-zone")).to_be_visible()
    drag(page, "drop", ".drop-zone", text("one.txt"), text("two.txt"))
    expect(page.locator(".drop-zone")).to_be_hidden()
    wait_until_ready(page, "one.txt")
    wait_until_ready(page, "two.txt")


def test_one_of_two_is_cancelled_and_the_message_goes_out_with_the_other(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    stop_parts(ann)
    choose(ann, text("kept.txt"), text("taken-away.txt"))
    ann.get_by_role("button", name="Remove taken-away.txt").click()
    expect(card(ann, "taken-away.txt")).to_have_count(0)
    ann.unroute(UPLOAD)
    wait_until_ready(ann, "kept.txt")
    ann.click("#send")
    expect(bob.locator(".file-card__name")).to_have_text(["kept.txt"])


def test_a_message_waits_for_its_file_and_lets_others_pass(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    stop_parts(ann)
    choose(ann, text("slow.txt"))
    say(ann, "with a file")
    expect(ann.locator(".message .upload-card")).to_contain_text("slow.txt")
    say(ann, "without")
    expect(bob.locator(STORED)).to_have_count(1)
    expect(bob.locator(STORED)).to_contain_text("without")
    ann.unroute(UPLOAD)
    expect(bob.locator(f"{STORED} .file-card")).to_contain_text("slow.txt")


def test_an_upload_goes_on_where_the_connection_was_lost(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    sent = parts_sent(page)
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        choose(page, large("long.txt", mib=4))
    page.context.set_offline(True)
    expect(card(page, "long.txt")).to_contain_text("waiting")
    page.context.set_offline(False)
    wait_until_ready(page, "long.txt")
    assert len(sent) == len(set(sent))
    assert sent[0] == "0"


def test_an_upload_goes_on_after_a_reload(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    page.route(UPLOAD, stop_second_part)
    with page.expect_event("requestfailed", lambda request: request.method == "PATCH"):
        choose(page, large("long.txt", mib=3))
    page.unroute(UPLOAD)
    sent = parts_sent(page)
    page.reload()
    wait_until_ready(page, "long.txt")
    assert "0" not in sent


def stop_second_part(route: Route) -> None:
    request = route.request
    if request.method == "PATCH" and request.headers["upload-offset"] != "0":
        route.abort()
    else:
        route.continue_()


def test_a_message_that_waits_for_its_file_outlives_a_reload(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    ann.route(UPLOAD, lambda route: route.abort())
    choose(ann, picture("later.png"))
    say(ann, "it comes later")
    expect(ann.locator(".message .upload-card")).to_contain_text("later.png")
    ann.unroute(UPLOAD)
    ann.reload()
    expect(bob.locator(STORED)).to_contain_text("it comes later")
    expect(bob.locator(f"{STORED} .picture img")).to_have_count(1)
    expect(ann.locator(".message")).to_have_count(1)


def test_what_is_too_large_is_said_before_anything_is_sent(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(page, large("scan.tif", mib=26))
    expect(page.locator(".attachments")).to_contain_text("scan.tif is 26 MB; the limit is 25 MB.")
    assert not [url for url in asked if "/files/" in url]


def test_a_message_has_ten_files_at_most(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    choose(page, *(text(f"{number}.txt") for number in range(11)))
    expect(page.locator(".upload-card")).to_have_count(10)
    expect(page.locator(".attachments")).to_contain_text("A message can have at most 10 files.")


def test_a_refused_file_says_why_and_is_removed(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member)
    choose(page, {"name": "broken.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"x" * 50})
    expect(card(page, "broken.png")).to_have_attribute("data-state", "failed")
    expect(card(page, "broken.png").get_by_role("status")).not_to_be_empty()
    expect(page.locator("#send")).to_be_disabled()
    page.get_by_role("button", name="Remove broken.png").click()
    expect(page.locator(".attachments")).to_be_hidden()
    expect(page.locator("#message-text")).to_be_focused()


def test_what_an_image_shows_is_said_in_words(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    choose(ann, picture("chart.png"))
    wait_until_ready(ann, "chart.png")
    ann.get_by_label("Alternative text").fill("The lag falls to one second")
    ann.click("#send")
    expect(bob.get_by_role("link", name="Open The lag falls to one second, chart.png")).to_be_visible()


def test_attached_files_stay_in_their_room(
    open_page: OpenPage, open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.member)
    choose(page, text("here.txt"))
    wait_until_ready(page, "here.txt")
    path = page.evaluate("location.pathname")
    page.goto("/rooms/")
    page.goto(path)
    wait_until_ready(page, "here.txt")


def test_a_file_is_attached_to_a_reply_in_a_thread(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "who has the plan?")
    bob.locator(STORED).focus()
    bob.keyboard.press("t")
    thread = bob.locator("#thread")
    with bob.expect_file_chooser() as chooser:
        thread.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([text("plan.txt")])
    wait_until_ready(bob, "plan.txt")
    expect(bob.locator("#composer .upload-card")).to_have_count(0)
    thread.get_by_role("button", name="Send", exact=True).click()
    expect(thread.locator(f"{STORED} .file-card")).to_contain_text("plan.txt")
