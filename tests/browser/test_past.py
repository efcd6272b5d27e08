"""The past of a room, what is new in it, and ways to one message."""

from playwright.sync_api import Page, expect

from tests.backstage import Backstage
from tests.browser.conftest import OpenPage, OpenRoom, live, say
from tests.cast import Cast

STORED = ".message[data-seq]"


def scroll(page: Page, by: int) -> None:
    page.evaluate("(by) => (document.getElementById('timeline').scrollTop += by)", by)


def numbers(page: Page) -> list[int]:
    return [
        int(seq) for seq in page.locator(STORED).evaluate_all("(all) => all.map((one) => one.dataset.seq)")
    ]


def test_scrolling_up_fetches_the_past_to_its_beginning(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.owner.id, room=room, text="a line of the past", count=130)
    ann = open_room(cast.member)
    assert numbers(ann)[-1] == 130
    for _ in range(12):
        scroll(ann, -4000)
        ann.wait_for_timeout(150)
    expect(ann.locator(".empty h2")).to_have_text(f"#{room} begins here")
    assert numbers(ann) == list(range(1, 131))


def test_what_the_reader_looks_at_stays_where_it_is_when_something_comes_in(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.owner.id, room=room, text="a line of the past", count=60)
    ann, bob = open_room(cast.member), open_room(cast.other)
    scroll(ann, -500)
    ann.wait_for_timeout(500)
    place = "document.getElementById('m50').getBoundingClientRect().top"
    before = ann.evaluate(place)
    say(bob, f"hello @{cast.member.username}")
    expect(ann.locator("#to-now")).to_contain_text("1 new below, one for you")
    assert abs(ann.evaluate(place) - before) <= 1
    ann.click("#to-now")
    expect(ann.locator("#to-now")).to_be_hidden()
    expect(ann.get_by_text("hello @")).to_be_in_viewport()


def test_a_line_stands_where_one_left_off(
    open_room: OpenRoom, cast: Cast, backstage: Backstage, room: str
) -> None:
    backstage("post", by=cast.owner.id, room=room, text="old")
    ann = open_room(cast.member)
    expect(ann.locator(".since")).to_have_count(0)
    ann.wait_for_timeout(1200)  # read
    ann.goto("/rooms/")
    backstage("post", by=cast.owner.id, room=room, text="new")
    ann.goto(f"/rooms/{room}/")
    live(ann)
    expect(ann.locator(".since")).to_contain_text("New since")
    after = ann.locator(".since + .message")
    expect(after).to_contain_text("new")


def test_rooms_of_mine_count_what_is_unread(
    open_page: OpenPage, open_room: OpenRoom, cast: Cast, room: str
) -> None:
    ann, bob = open_page(cast.owner, "/rooms/"), open_room(cast.other)
    live(ann)
    place = ann.locator(f".place[data-room='{room}']")
    expect(place.locator(".count")).to_have_count(0)
    say(bob, "one")
    expect(place.locator(".count")).to_contain_text("1")
    say(bob, f"two, @{cast.owner.username}")
    expect(place.locator(".count--lamp")).to_contain_text("1")
    ann.wait_for_function("document.title.startsWith('(')")
    place.click()
    live(ann)
    expect(ann.locator(".message")).to_have_count(2)
    ann.wait_for_timeout(900)
    ann.goto("/rooms/")
    expect(place.locator(".count")).to_have_count(0)


def test_what_is_taken_back_counts_no_more(
    open_page: OpenPage, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.other.id, room=room, text="before", count=2)
    ann = open_page(cast.owner, "/rooms/")
    live(ann)
    count = ann.locator(f".place[data-room='{room}'] .count")
    expect(count).to_have_text("unread: 2")
    backstage("post", by=cast.other.id, room=room, text="after")
    expect(count).to_have_text("unread: 3")
    for seq, left in ((1, "unread: 2"), (3, "unread: 1")):
        backstage("delete", by=cast.other.id, room=room, seq=seq)
        expect(count).to_have_text(left)
    backstage("restore", by=cast.moderator.id, room=room, seq=3)
    expect(count).to_have_text("unread: 2")


def test_mentions_are_lit_still_after_a_reload(
    open_page: OpenPage, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.other.id, room=room, text=f"@{cast.owner.username} look")
    ann = open_page(cast.owner, "/rooms/")
    live(ann)
    expect(ann.locator(f".place[data-room='{room}'] .count--lamp")).to_have_text("for you: 1")


def test_a_quotation_leads_to_what_it_quotes_however_far_back(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    ann = open_room(cast.member)
    say(ann, "the first of all")
    ann.hover(STORED)
    ann.click(".tools [data-act=reply]")
    backstage("post", by=cast.owner.id, room=room, text="in between", count=80)
    say(ann, "an answer to the first")
    expect(ann.get_by_text("an answer to the first")).to_be_visible()
    expect(ann.locator(STORED).last).to_have_attribute("data-seq", "82", timeout=10_000)
    ann.reload()
    live(ann)
    expect(ann.locator(".quote")).to_contain_text("the first of all")
    ann.locator(".quote").click()
    expect(ann.locator("#m1")).to_be_in_viewport()
    expect(ann.locator("#m1")).to_be_focused()


def test_the_address_of_a_message_leads_to_it(
    open_page: OpenPage, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.owner.id, room=room, text="a line", count=90)
    ann = open_page(cast.member, f"/rooms/{room}/?before=6#m5")
    live(ann)
    expect(ann.locator("#m5")).to_be_in_viewport()
    assert ann.url.endswith(f"/rooms/{room}/#m5")
    assert numbers(ann)[-1] == 90


def test_a_long_room_is_let_go_of_and_found_again(
    open_room: OpenRoom, cast: Cast, room: str, backstage: Backstage
) -> None:
    backstage("post", by=cast.owner.id, room=room, text="much", count=700)
    ann = open_room(cast.member)
    for _ in range(60):
        scroll(ann, -6000)
        ann.wait_for_timeout(60)
        if ann.locator(".empty").count():
            break
    assert numbers(ann) == list(range(1, 701))
    ann.press("body", "Escape")
    backstage("post", by=cast.owner.id, room=room, text="one more")
    expect(ann.get_by_text("one more")).to_be_visible(timeout=10_000)
    assert numbers(ann) == list(range(302, 702))
