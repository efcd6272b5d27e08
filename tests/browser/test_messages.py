"""Two pages of one room, talking."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenRoom, say
from tests.workspace import Accounts


def test_what_one_says_the_other_reads_with_its_markdown(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "Good **morning**, see https://example.org")
    message = bob.locator(".message")
    expect(message.locator("strong")).to_have_text("morning")
    expect(message.locator(".rich-text a")).to_have_attribute("rel", "noopener noreferrer")
    expect(message.locator(".person-name")).to_have_text(accounts.member.name)


def test_a_message_stands_at_once_and_is_pending_until_it_is_stored(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann = open_room(accounts.member)
    ann.context.set_offline(True)
    say(ann, "from the train")
    expect(ann.locator(".message--pending")).to_contain_text("Waiting for the connection")
    ann.context.set_offline(False)
    expect(ann.locator(".message[data-seq]")).to_contain_text("from the train")
    expect(ann.locator(".message--pending")).to_have_count(0)


def test_messages_of_one_person_join_under_one_face(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    for text in ("one", "two", "three"):
        say(ann, text)
    expect(bob.locator(".message")).to_have_text([re.compile("one"), re.compile("two"), re.compile("three")])
    expect(bob.locator(".message__avatar")).to_have_count(1)
    say(bob, "four")
    expect(ann.locator(".message__avatar")).to_have_count(2)


def test_an_edit_reaches_the_other_page(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "ten minutes")
    expect(bob.locator(".message")).to_contain_text("ten minutes")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)
    ann.press("#message-text", "ArrowUp")
    expect(ann.locator(".composer__note")).to_contain_text("Editing your message")
    say(ann, "five minutes")
    expect(bob.locator(".message")).to_contain_text("five minutes")
    expect(bob.locator(".message")).to_contain_text("edited")


def test_escape_leaves_an_edit_and_brings_back_what_stood_there(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann = open_room(accounts.member)
    say(ann, "as it was")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)
    ann.press("#message-text", "ArrowUp")
    ann.press("#message-text", "Escape")
    expect(ann.locator("#message-text")).to_have_value("")
    expect(ann.locator(".composer__note")).to_have_count(0)


def test_a_deleted_message_leaves_a_placeholder(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "oh no")
    ann.hover(".message[data-seq]")
    ann.click("[data-action=more]")
    ann.get_by_role("menuitem", name="Delete").click()
    ann.get_by_role("button", name="Delete message").click()
    expect(bob.locator(".message--deleted")).to_contain_text(f"{accounts.member.name} deleted this message.")
    expect(ann.locator(".message--deleted")).to_contain_text("You deleted this message.")
    expect(bob.get_by_text("oh no")).to_have_count(0)


def test_a_reaction_is_added_shown_and_removed(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "done")
    bob.hover(".message[data-seq]")
    bob.click(".message-toolbar__quick >> nth=0")
    chip = ann.locator(".reaction[data-emoji]")
    expect(chip).to_have_text("👍1")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    expect(bob.locator(".reaction[data-emoji]")).to_have_text("👍2")
    ann.locator(".reaction[data-emoji]").click()
    expect(bob.locator(".reaction[data-emoji]")).to_have_text("👍1")


def test_any_emoji_can_be_picked(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.member)
    say(ann, "spring")
    ann.hover(".message[data-seq]")
    ann.click(".message-toolbar [data-action=pick]")
    ann.get_by_label("Find an emoji").fill("seedl")
    ann.get_by_role("button", name="seedling").click()
    expect(ann.locator(".reaction[data-emoji]")).to_have_text("🌱1")


def test_an_emoji_is_found_by_any_of_its_names(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.member)
    ann.get_by_role("button", name="Pick an emoji").click()
    emoji = ann.locator(".emoji-picker [data-emoji]")
    for words, first in (("tada", "🎉"), ("thumbs up", "👍"), ("shortcake", "🍰"), ("flag germany", "🇩🇪")):
        ann.get_by_label("Find an emoji").fill(words)
        expect(emoji.first).to_have_attribute("data-emoji", first)
    ann.get_by_label("Find an emoji").fill("xyzzy")
    expect(ann.locator(".emoji-picker__title")).to_have_text("Nothing found for “xyzzy”.")


def test_the_picker_stays_on_the_screen_when_its_list_is_loaded(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann = open_room(accounts.member)
    ann.get_by_role("button", name="Pick an emoji").click()
    expect(ann.locator(".emoji-picker [data-emoji='😀']")).to_be_visible()
    expect(ann.locator(".emoji-picker")).to_be_in_viewport(ratio=1)


def test_the_picker_offers_recent_emoji_where_the_list_cannot_be_loaded(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    ann = open_room(accounts.member)
    ann.route("**/emoji/**", lambda route: route.abort())
    ann.get_by_role("button", name="Pick an emoji").click()
    expect(ann.locator(".emoji-picker")).to_contain_text("The list of emoji could not be loaded.")
    ann.locator(".emoji-picker [data-emoji]").first.click()
    expect(ann.locator("#message-text")).to_have_value("👍")


def test_an_emoji_goes_where_the_cursor_stands(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.member)
    ann.fill("#message-text", "a  walk")
    ann.evaluate("document.querySelector('#message-text').setSelectionRange(2, 2)")
    ann.get_by_role("button", name="Pick an emoji").click()
    ann.get_by_label("Find an emoji").fill("snow")
    ann.get_by_role("button", name="snowflake", exact=True).click()
    expect(ann.locator("#message-text")).to_be_focused()
    ann.keyboard.press("Enter")
    expect(ann.locator(".message")).to_contain_text("a ❄️ walk")


def test_an_answer_quotes_what_it_answers(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "who has the key?")
    bob.hover(".message[data-seq]")
    bob.click(".message-toolbar [data-action=reply]")
    say(bob, "I do")
    quote = ann.locator(".quote")
    expect(quote).to_contain_text("who has the key?")
    expect(quote).to_contain_text(accounts.member.name)


def test_a_mention_is_highlighted_for_the_mentioned_alone(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, f"@{accounts.other.username} look")
    expect(bob.locator(".message--for-me .mention--me")).to_have_text(f"@{accounts.other.name}")
    expect(ann.locator(".mention")).to_have_text(f"@{accounts.other.name}")
    expect(ann.locator(".mention--me")).to_have_count(0)


def test_who_writes_is_shown_to_the_others(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    ann.locator("#message-text").press_sequentially("well")
    expect(bob.locator("#typing-users")).to_contain_text(f"{accounts.member.name} is typing")
    expect(ann.locator("#typing-users")).to_be_empty()
    say(ann, "well then")
    expect(bob.locator("#typing-users")).to_be_empty()


def test_who_is_here_is_counted_and_listed(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.owner)
    bob = open_room(accounts.other)
    expect(ann.locator("#show-online")).to_have_text(re.compile("2 online"))
    ann.click("#show-online")
    here = ann.locator("#member-list")
    expect(here).to_contain_text("Online, 2")
    expect(here.locator(".member", has_text=accounts.other.name)).to_contain_text("not a member")
    bob.close()
    expect(ann.locator("#show-online")).to_have_text(re.compile("1 online"))


def test_code_is_coloured_and_can_be_copied(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.member)
    ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ann.fill("#message-text", "```python\nreturn 1\n```")
    ann.press("#message-text", "Enter")
    code = ann.locator(".message[data-seq] .code")
    expect(code.locator(".w")).to_have_text("return")
    code.get_by_role("button", name="Copy").click()
    expect(code.get_by_role("button")).to_have_text("Copied")
    assert ann.evaluate("navigator.clipboard.readText()").strip() == "return 1"


def test_the_link_of_a_message_is_copied_with_and_without_a_clipboard(
    open_room: OpenRoom, accounts: Accounts, room: str
) -> None:
    ann = open_room(accounts.member)
    ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    say(ann, "look here")
    # Plain http beyond localhost has no clipboard.
    for before in ("undefined", "navigator.clipboard.writeText = () => Promise.reject()"):
        ann.evaluate("navigator.clipboard.writeText('')")
        ann.evaluate(f"() => {{ {before} }}")
        ann.hover(".message[data-seq]")
        ann.click("[data-action=more]")
        ann.get_by_role("menuitem", name="Copy link").click()
        expect(ann.locator("#status")).to_contain_text("Link copied.")
        assert ann.evaluate("navigator.clipboard.readText()").endswith(f"/rooms/{room}/?at=1#m1")


def test_too_long_is_said_before_it_is_sent(open_room: OpenRoom, accounts: Accounts) -> None:
    ann = open_room(accounts.member)
    ann.fill("#message-text", "🌱" * 512)
    expect(ann.locator(".composer__note--bad")).to_contain_text("512 of 500 characters")
    expect(ann.locator("#send")).to_be_disabled()
    ann.fill("#message-text", "🌱" * 500)
    ann.press("#message-text", "Enter")
    expect(ann.locator(".message[data-seq]")).to_have_count(1)


def test_html_of_a_message_is_shown_as_text(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    say(ann, "<img src=x onerror=alert(1)><script>alert(1)</script>")
    expect(bob.locator(".message__body")).to_have_text(
        "<img src=x onerror=alert(1)><script>alert(1)</script>"
    )


def test_many_messages_arrive_on_both_pages_in_one_order(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member), open_room(accounts.other)
    for number in range(12):
        say(ann, f"a{number}")
        say(bob, f"b{number}")
    for page in (ann, bob):
        expect(page.locator(".message[data-seq]")).to_have_count(24)
    words = [page.locator(".message__body").all_inner_texts() for page in (ann, bob)]
    assert words[0] == words[1]
    assert [word for word in words[0] if word.startswith("a")] == [f"a{number}" for number in range(12)]
