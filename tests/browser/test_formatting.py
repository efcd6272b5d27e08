"""The formatting row and its keys, lists that go on, and what is pasted."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import TOUCH, OpenRoom, say
from tests.browser.sample_files import wait_until_ready
from tests.workspace import Accounts

PASTE = """(field, data) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  const { selectionStart, selectionEnd } = field;
  if (field.dispatchEvent(paste)) field.setRangeText(data["text/plain"], selectionStart, selectionEnd);
}"""


@pytest.fixture
def page(open_room: OpenRoom, accounts: Accounts) -> Page:
    return open_room(accounts.owner)


@pytest.fixture
def box(page: Page) -> Locator:
    return page.locator("#message-text")


def select(box: Locator, words: str) -> None:
    """Selects these words of the text."""
    box.evaluate(
        "(field, words) => { field.focus(); const at = field.value.indexOf(words); "
        "field.setSelectionRange(at, at + words.length); }",
        words,
    )


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("Control+b", "so **very** good"),
        ("Control+i", "so _very_ good"),
        ("Control+Shift+X", "so ~~very~~ good"),
        ("Control+e", "so `very` good"),
        ("Control+Shift+C", "so \n```\nvery\n```\n good"),
    ],
)
def test_keys_format_what_is_selected(box: Locator, keys: str, after: str) -> None:
    box.fill("so very good")
    select(box, "very")
    box.press(keys)
    expect(box).to_have_value(after)


def test_a_second_press_takes_the_format_away_and_control_z_the_last_change(box: Locator) -> None:
    box.fill("so very good")
    select(box, "very")
    box.press("Control+b")
    box.press("Control+b")
    expect(box).to_have_value("so very good")
    box.press("Control+z")
    expect(box).to_have_value("so **very** good")


def test_marks_without_a_selection_enclose_what_is_typed_next(box: Locator) -> None:
    box.press("Control+b")
    box.press_sequentially("loud")
    expect(box).to_have_value("**loud**")


def test_the_row_is_opened_by_its_button_and_stays_so(page: Page, box: Locator) -> None:
    row = page.get_by_role("toolbar", name="Formatting")
    button = page.get_by_role("button", name="Formatting", exact=True)
    expect(row).to_be_hidden()
    button.click()
    expect(row).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.reload()
    expect(row).to_be_visible()
    button.click()
    page.reload()
    expect(button).to_be_visible()
    expect(row).to_be_hidden()


def test_arrows_move_in_the_row_and_a_button_formats(page: Page, box: Locator) -> None:
    page.get_by_role("button", name="Formatting", exact=True).click()
    box.fill("one\ntwo")
    box.press("Control+a")
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="List", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_value("- one\n- two")
    expect(box).to_be_focused()
    page.get_by_role("button", name="Quotation").click()
    expect(box).to_have_value("> - one\n> - two")


def test_the_link_button_asks_for_the_address(page: Page, box: Locator) -> None:
    page.get_by_role("button", name="Formatting", exact=True).click()
    box.fill("see the notes")
    select(box, "the notes")
    page.get_by_role("button", name="Link").click()
    page.keyboard.type("https://example.org/n")
    expect(box).to_have_value("see [the notes](https://example.org/n)")


def test_the_row_works_on_a_phone_without_widening_the_page(open_room: OpenRoom, accounts: Accounts) -> None:
    phone = open_room(accounts.owner, **{**TOUCH, "viewport": {"width": 360, "height": 740}})
    phone.get_by_role("button", name="Formatting", exact=True).tap()
    phone.get_by_role("button", name="Bold").tap()
    expect(phone.locator("#message-text")).to_have_value("****")
    expect(phone.locator("#message-text")).to_be_focused()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.get_by_role("button", name="Link").tap()
    expect(phone.locator("#message-text")).to_have_value("**[](https://)**")


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        (["- one"], "- one\n- "),
        (["* one", "two"], "* one\n* two\n* "),
        (["9. nine"], "9. nine\n10. "),
        (["> said"], "> said\n> "),
        (["- [x] done"], "- [x] done\n- [ ] "),
        (["- one", ""], "- one\n"),
        (["plain"], "plain\n"),
        (["```", "- code"], "```\n- code\n"),
    ],
)
def test_a_new_line_goes_on_with_the_list(box: Locator, typed: list[str], after: str) -> None:
    for line in typed:
        box.press_sequentially(line)
        box.press("Shift+Enter")
    expect(box).to_have_value(after)


def test_an_address_pasted_over_words_makes_a_link_of_them(box: Locator) -> None:
    box.fill("see the notes now")
    select(box, "the notes ")
    box.evaluate(PASTE, {"text/plain": "https://example.org/a_(b)"})
    expect(box).to_have_value("see [the notes](https://example.org/a_%28b%29) now")


def test_words_pasted_over_words_replace_them(box: Locator) -> None:
    box.fill("see the notes")
    select(box, "notes")
    box.evaluate(PASTE, {"text/plain": "book"})
    expect(box).to_have_value("see the book")


TABLE = "| Name | Size |\n| --- | --- |\n| a\\|b | 2 |\n"


@pytest.mark.parametrize(
    "data",
    [
        {"text/plain": "Name\tSize\na|b\t2\n"},
        {
            "text/plain": "Name Size",
            "text/html": "<style>td { color: red }</style><table><tr><th>Name</th><th>Size</th></tr>"
            "<tr><td>a|b</td><td> 2<br></td></tr></table>",
        },
    ],
    ids=["tabs", "html"],
)
def test_a_pasted_table_is_written_in_markdown(box: Locator, data: dict[str, str]) -> None:
    box.focus()
    box.evaluate(PASTE, data)
    expect(box).to_have_value(TABLE)


@pytest.mark.parametrize(
    "data",
    [
        {"text/plain": "\tif x:\n\t\treturn"},
        {"text/plain": "one\ttwo"},
        {"text/plain": "around", "text/html": "<p>around</p><table><tr><td>1<td>2<tr><td>3<td>4</table>"},
    ],
    ids=["indented code", "one line", "more than a table"],
)
def test_what_is_no_table_is_pasted_as_it_is(box: Locator, data: dict[str, str]) -> None:
    box.focus()
    box.evaluate(PASTE, data)
    expect(box).to_have_value(data["text/plain"])


def test_nothing_is_made_of_what_is_pasted_into_code(box: Locator) -> None:
    box.press_sequentially("```")
    box.press("Enter")
    box.evaluate(PASTE, {"text/plain": "a\tb\nc\td"})
    expect(box).to_have_value("```\na\tb\nc\td")


def test_a_text_that_is_too_long_goes_out_as_several_messages(page: Page, box: Locator) -> None:
    code = "\n".join(f"line {number:03}" for number in range(60))
    box.fill(f"Look at this.\n\n```py\n{code}\n```")
    expect(page.locator("#send")).to_be_disabled()
    page.get_by_role("button", name="Send as 2 messages").click()
    expect(box).to_have_value("")
    blocks = page.locator(".message[data-seq] pre")
    expect(blocks).to_have_count(2)
    assert "".join(blocks.all_inner_texts()).split("\n")[:-1] == code.split("\n")


def test_a_text_that_is_too_long_can_go_out_as_a_file(page: Page, box: Locator) -> None:
    text = "a long report " * 200
    box.fill(text)
    expect(page.get_by_role("button", name=re.compile("Send as"))).to_have_count(0)
    page.get_by_role("button", name="Attach as a file").click()
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(page.locator("#composer .composer__note")).to_have_count(0)
    wait_until_ready(page, "message.txt")
    say(page, "my report")
    message = page.locator(".message[data-seq]")
    expect(message).to_contain_text("my report")
    link = message.get_by_role("link", name="message.txt")
    address = link.get_attribute("href")
    assert page.evaluate("async (address) => (await fetch(address)).text()", address) == text
