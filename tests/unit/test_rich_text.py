"""Tables, tasks, spoilers, names of rooms, formulas and large emoji in what people write."""

import re
import time
from typing import Any

import pytest

from chat.text.formulas import LONGEST, MOST_CHARACTERS
from chat.text.markdown import cost, render, render_marked
from chat.text.plain import plain_text
from chat.text.room_names import rooms_in
from chat.text.tables import MOST_CELLS

TABLE = "| plant | row |\n| --- | --: |\n| **chard** | 2 |"


def test_a_table_scrolls_by_itself_and_says_how_its_columns_are_aligned() -> None:
    html = render(TABLE)
    assert html.startswith('<div class="table" tabindex="0"><table>')
    assert '<td dir="auto"><strong>chard</strong></td>' in html
    assert '<td dir="auto" data-align="right">2</td>' in html
    assert "style" not in html


def test_short_rows_of_a_wide_table_are_bounded() -> None:
    wide = "|a" * 100 + "\n" + "|-" * 100 + "\n" + "a\n" * 1000
    assert "<table>" not in render(wide[:4000])
    assert render(TABLE + "\n| a | b |" * 500).count("<td") <= MOST_CELLS


def test_tables_count_more_than_a_text_of_their_length() -> None:
    assert cost(TABLE + "\n| a | b |" * 200) > 5


def test_tasks_are_boxes_that_nobody_can_press() -> None:
    assert render("- [ ] dig\n- [x] sow *seeds*") == (
        '<ul>\n<li dir="auto" class="task"><label><input type="checkbox" disabled=""> dig</label></li>\n'
        '<li dir="auto" class="task"><label><input type="checkbox" disabled="" checked=""> sow '
        "<em>seeds</em></label></li>\n</ul>"
    )


@pytest.mark.parametrize("text", ["[ ] no item", "- [ ]", "- [y] a", "- a [x] b"])
def test_other_brackets_are_no_tasks(text: str) -> None:
    assert "<input" not in render(text)


def spoiler(html: str) -> str:
    return f'<span class="spoiler" tabindex="0"><span>{html}</span></span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("||it was Joss||", spoiler("it was Joss")),
        ("so ||**bold**|| it is", f"so {spoiler('<strong>bold</strong>')} it is"),
        ("||`a||b`||", spoiler("<code>a||b</code>")),
        ("||a ||b|| c||", spoiler("a b c")),
    ],
)
def test_spoilers(text: str, html: str) -> None:
    assert render(text) == f'<p dir="auto">{html}</p>'


@pytest.mark.parametrize("text", ["a || b || c", "if (a||b) {c||d}", "||||", "||open", "\\||a||"])
def test_other_bars_stay(text: str) -> None:
    assert render(text) == f'<p dir="auto">{text.removeprefix(chr(92))}</p>'


@pytest.mark.parametrize(
    "text",
    [
        "||secret||",
        "> ||secret||",
        "||a **secret** @ann||",
        "||a ||secret|| secret||",
        "||https://secret.b/||",
    ],
)
def test_what_is_in_a_spoiler_is_in_no_quotation_or_notification(text: str) -> None:
    shown = plain_text(render(f"before {text} after", {"ann": "1"}) if text[0] != ">" else render(text))
    assert "secret" not in shown
    assert "▒▒▒" in shown


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("#garden", ["garden"]),
        ("see #Garden, (#seed-swap).", ["garden", "seed-swap"]),
        ("#a-", []),
        ("C#minor x#y #c++ #a/b ##b &#a", []),
        ("https://a.b/#garden [#garden](https://a.b/)", []),
        ("`#garden` \\#garden", []),
        ("#" + "a" * 49, []),
    ],
)
def test_names_of_rooms(text: str, rooms: list[str]) -> None:
    assert rooms_in(render(text)) == rooms


def test_a_room_keeps_the_case_that_was_typed() -> None:
    assert render("#Garden") == (
        '<p dir="auto"><span class="room-name" data-room="garden">#Garden</span></p>'
    )


@pytest.mark.parametrize("text", ["😀", "😀 👍🏽 ❤️", "👩‍👩‍👧‍👦", " 🎉 "])
def test_few_emoji_alone_are_large(text: str) -> None:
    assert render(text) == f'<p dir="auto" class="large-emoji">{text.strip()}</p>'


@pytest.mark.parametrize("text", ["😀😀😀😀", "😀 yes", "12", "©", "→", "“hm”", "次"])
def test_anything_else_is_not_large(text: str) -> None:
    assert "large-emoji" not in render(text) or text == "©"


def test_a_formula_is_drawn_by_the_browser_and_quoted_as_typed() -> None:
    html = render("so $$\\frac{a}{b}$$ is")
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in html
    assert 'display="inline"' in html
    assert plain_text(html) == "so \\frac{a}{b} is"


def test_a_formula_by_itself_and_in_a_fence_stands_apart() -> None:
    assert 'display="block"' in render("$$x^2$$")
    assert 'display="block"' in render("```math\nx^2\n```")


@pytest.mark.parametrize("text", ["$5 and $6", "$$ $$", "pid $$", "\\$$a$$", "`$$a$$`"])
def test_other_dollar_signs_are_no_formulas(text: str) -> None:
    assert "<math" not in render(text)


@pytest.mark.parametrize(
    "latex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{<img src=x onerror=alert(1)>}",
        "\\href{javascript:alert(1)}{x}",
        "\\color{red}x",
        "\\style{position:fixed}{x}",
        '\\class{dialog" onclick="alert(1)}{x}',
        "\\text{</mtext></math><iframe>}",
        "\\hspace{9999em}",
        "\\text{&lt;style&gt;}",
        "<mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_of_a_formula_only_harmless_elements_stay(latex: str) -> None:
    html = render(f"$${latex}$$")
    drawn = re.sub(r'alttext="[^"]*"', "", html)
    assert not re.search(r"<(?:script|img|iframe|style|a|mglyph)\b", drawn)
    assert not re.search(r"\s(?:href|style|class|on\w+|mathcolor)=|9999", drawn)


def test_what_is_no_formula_or_defines_something_stays_as_it_was_typed() -> None:
    assert render("$$\\left( x$$") == '<p dir="auto"><code>\\left( x</code></p>'
    assert "<math" not in render("$$\\newcommand{\\a}{xx}\\a$$")
    assert "<math" not in render("$$\\def\\a{xx}\\a$$")


def test_formulas_are_bounded() -> None:
    assert "<math" not in render(f"$${'a' * (LONGEST + 1)}$$")
    many = render(f"$${'a' * 300}$$ " * 10)
    assert many.count("<math") == MOST_CHARACTERS // 300


@pytest.mark.parametrize(
    "pattern",
    ["{", "{}", "a", "a'", "x^{", "\\frac", "\\left(", "\\text{", "\\\\", "&", "\\overset{a}{", "~"],
)
def test_no_formula_takes_long(pattern: str) -> None:
    render_marked.__wrapped__("$$a$$")
    text = f"$${(pattern * LONGEST)[:LONGEST]}$$" * 2
    began = time.process_time()
    render_marked.__wrapped__(text)
    assert time.process_time() - began < 0.1


def test_formulas_can_be_left_out(settings: Any) -> None:
    settings.WICK_FORMULAS = False
    assert render_marked.__wrapped__("so $$a$$") == '<p dir="auto">so $$a$$</p>'
