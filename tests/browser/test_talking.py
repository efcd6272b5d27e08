"""Two pages of one room, talking."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenRoom, say
from tests.cast import Cast


def test_what_one_says_the_other_reads_with_its_markdown(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "Good **morning**, see https://example.org")
    message = bob.locator(".message")
    expect(message.locator("strong")).to_have_text("morning")
    expect(message.locator(".rich a")).to_have_attribute("rel", "noopener noreferrer")
    expect(message.locator(".person-name")).to_have_text(cast.member.name)


def test_a_message_stands_at_once_and_is_pending_until_it_is_stored(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    ann.context.set_offline(True)
    say(ann, "from the train")
    expect(ann.locator(".message--waiting")).to_contain_text("Waiting for the connection")
    ann.context.set_offline(False)
    expect(ann.locator(".message[data-seq]")).to_contain_text("from the train")
    expect(ann.locator(".message--waiting")).to_have_count(0)


def test_messages_of_one_person_join_under_one_face(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    for text in ("one", "two", "three"):
        say(ann, text)
    expect(bob.locator(".message")).to_have_text([re.compile("one"), re.compile("two"), re.compile("three")])
    expect(bob.locator(".message__face")).to_have_count(1)
    say(bob, "four")
    expect(ann.locator(".message__face")).to_have_count(2)


def test_an_edit_reaches_the_other_page(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "ten minutes")
    expect(bob.locator(".message")).to_contain_text("ten minutes")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)
    ann.press("#words", "ArrowUp")
    expect(ann.locator(".composer__note")).to_contain_text("Editing your message")
    say(ann, "five minutes")
    expect(bob.locator(".message")).to_contain_text("five minutes")
    expect(bob.locator(".message")).to_contain_text("edited")


def test_escape_leaves_an_edit_and_brings_back_what_stood_there(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    say(ann, "as it was")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)
    ann.press("#words", "ArrowUp")
    ann.press("#words", "Escape")
    expect(ann.locator("#words")).to_have_value("")
    expect(ann.locator(".composer__note")).to_have_count(0)


def test_a_message_taken_back_leaves_its_place(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "oh no")
    ann.hover(".message[data-seq]")
    ann.click("[data-act=more]")
    ann.get_by_role("menuitem", name="Take back").click()
    ann.get_by_role("button", name="Take it back").click()
    expect(bob.locator(".message--gone")).to_contain_text(f"{cast.member.name} took this message back.")
    expect(ann.locator(".message--gone")).to_contain_text("You took this message back.")
    expect(bob.get_by_text("oh no")).to_have_count(0)


def test_a_reaction_is_put_seen_and_taken_back(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "done")
    bob.hover(".message[data-seq]")
    bob.click(".tools__quick >> nth=0")
    chip = ann.locator(".reaction[data-emoji]")
    expect(chip).to_have_text("👍1")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    expect(bob.locator(".reaction[data-emoji]")).to_have_text("👍2")
    ann.locator(".reaction[data-emoji]").click()
    expect(bob.locator(".reaction[data-emoji]")).to_have_text("👍1")


def test_any_emoji_can_be_picked(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    say(ann, "spring")
    ann.hover(".message[data-seq]")
    ann.click(".tools [data-act=pick]")
    ann.get_by_label("Find an emoji").fill("seedl")
    ann.get_by_role("button", name="seedling").click()
    expect(ann.locator(".reaction[data-emoji]")).to_have_text("🌱1")


def test_an_emoji_goes_where_the_cursor_stands(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    ann.fill("#words", "a  walk")
    ann.evaluate("document.querySelector('#words').setSelectionRange(2, 2)")
    ann.get_by_role("button", name="Pick an emoji").click()
    ann.get_by_label("Find an emoji").fill("snow")
    ann.get_by_role("button", name="snow", exact=True).click()
    expect(ann.locator("#words")).to_be_focused()
    ann.keyboard.press("Enter")
    expect(ann.locator(".message")).to_contain_text("a ❄️ walk")


def test_an_answer_quotes_what_it_answers(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "who has the key?")
    bob.hover(".message[data-seq]")
    bob.click(".tools [data-act=reply]")
    say(bob, "I do")
    quote = ann.locator(".quote")
    expect(quote).to_contain_text("who has the key?")
    expect(quote).to_contain_text(cast.member.name)


def test_a_mention_is_lit_for_whom_it_names_alone(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, f"@{cast.other.username} look")
    expect(bob.locator(".message--for-me .mention--me")).to_have_text(f"@{cast.other.username}")
    expect(ann.locator(".mention")).to_have_text(f"@{cast.other.username}")
    expect(ann.locator(".mention--me")).to_have_count(0)


def test_who_writes_is_shown_to_the_others(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    ann.locator("#words").press_sequentially("well")
    expect(bob.locator("#writing")).to_contain_text(f"{cast.member.name} is writing")
    expect(ann.locator("#writing")).to_be_empty()
    say(ann, "well then")
    expect(bob.locator("#writing")).to_be_empty()


def test_who_is_here_is_counted_and_listed(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.owner)
    bob = open_room(cast.other)
    expect(ann.locator("#here")).to_have_text(re.compile("2 here"), timeout=10_000)
    ann.click("#here")
    here = ann.locator("#people")
    expect(here).to_contain_text("Here now, 2")
    expect(here.locator(".member", has_text=cast.other.name)).to_contain_text("looking around")
    bob.close()
    expect(ann.locator("#here")).to_have_text(re.compile("1 here"), timeout=10_000)


def test_code_is_coloured_and_can_be_copied(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ann.fill("#words", "```python\nreturn 1\n```")
    ann.press("#words", "Enter")
    code = ann.locator(".message[data-seq] .code")
    expect(code.locator(".w")).to_have_text("return")
    code.get_by_role("button", name="Copy").click()
    expect(code.get_by_role("button")).to_have_text("Copied")
    assert ann.evaluate("navigator.clipboard.readText()").strip() == "return 1"


def test_the_link_of_a_message_is_copied_with_and_without_a_clipboard(
    open_room: OpenRoom, cast: Cast, room: str
) -> None:
    ann = open_room(cast.member)
    ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    say(ann, "look here")
    # Plain http beyond localhost has no clipboard.
    for before in ("undefined", "navigator.clipboard.writeText = () => Promise.reject()"):
        ann.evaluate("navigator.clipboard.writeText('')")
        ann.evaluate(f"() => {{ {before} }}")
        ann.hover(".message[data-seq]")
        ann.click("[data-act=more]")
        ann.get_by_role("menuitem", name="Copy link").click()
        expect(ann.locator("#status")).to_contain_text("The link is copied.")
        assert ann.evaluate("navigator.clipboard.readText()").endswith(f"/rooms/{room}/?before=2#m1")


def test_too_long_is_said_before_it_is_sent(open_room: OpenRoom, cast: Cast) -> None:
    ann = open_room(cast.member)
    ann.fill("#words", "🌱" * 512)
    expect(ann.locator(".composer__note--bad")).to_have_text("12 characters too many.")
    expect(ann.locator("#send")).to_be_disabled()
    ann.fill("#words", "🌱" * 500)
    ann.press("#words", "Enter")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)


def test_html_of_a_message_is_words(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    say(ann, "<img src=x onerror=alert(1)><script>alert(1)</script>")
    expect(bob.locator(".message__body")).to_have_text(
        "<img src=x onerror=alert(1)><script>alert(1)</script>"
    )


def test_many_messages_arrive_on_both_pages_in_one_order(open_room: OpenRoom, cast: Cast) -> None:
    ann, bob = open_room(cast.member), open_room(cast.other)
    for number in range(12):
        say(ann, f"a{number}")
        say(bob, f"b{number}")
    for page in (ann, bob):
        expect(page.locator(".message[data-seq]")).to_have_count(24, timeout=15_000)
    words = [page.locator(".message__body").all_inner_texts() for page in (ann, bob)]
    assert words[0] == words[1]
    assert [word for word in words[0] if word.startswith("a")] == [f"a{number}" for number in range(12)]
