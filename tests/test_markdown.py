"""What people write, as HTML that is safe to put into a page."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.highlight import LANGUAGES, highlight
from chat.markdown import render, render_marked


def test_plain_text_is_a_paragraph_in_its_own_direction() -> None:
    assert render("hello there") == '<p dir="auto">hello there</p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("*thin*", "<em>thin</em>"),
        ("~~gone~~", "<s>gone</s>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("one\ntwo", "one<br>\ntwo"),
        ("a > b & c", "a &gt; b &amp; c"),
    ],
)
def test_marks_within_a_line(text: str, html: str) -> None:
    assert render(text) == f'<p dir="auto">{html}</p>'


def test_lists_and_quotations() -> None:
    assert render("- a\n- b") == '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>'
    assert render("> so") == '<blockquote>\n<p dir="auto">so</p>\n</blockquote>'


@pytest.mark.parametrize("text", ["# no title", "----", "    no code", "a | b", "<b>no tag</b>", "&copy"])
def test_what_a_chat_has_no_use_for_stays_as_it_was_typed(text: str) -> None:
    assert (
        re.sub(r"<[^>]*>", "", render(text)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        == text.strip()
    )


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c", "http://example.org", "mailto:a@example.org"]
)
def test_addresses_become_links_that_tell_nothing(address: str) -> None:
    assert render(f"see {address}.") == (
        f'<p dir="auto">see <a href="{address}" rel="noopener noreferrer">{address}</a>.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "<javascript:alert(1)>",
        "[a](/relative)",
        "[a](//example.org)",
        "example.org",
        "//example.org",
        "ftp://example.org",
    ],
)
def test_other_schemes_are_no_links(text: str) -> None:
    assert "<a" not in render(text)


def test_a_picture_is_a_link_so_that_nothing_remote_is_loaded() -> None:
    assert render("![a cat](https://example.org/cat.png)") == (
        '<p dir="auto"><a href="https://example.org/cat.png" rel="noopener noreferrer">a cat</a></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '[x](https://a.b "\'><script>")',
        "<!-- -->",
    ],
)
def test_html_is_words(text: str) -> None:
    assert "<script" not in render(text)
    assert "<img" not in render(text)
    assert "<!--" not in render(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann", ["ann"]),
        ("hello @ann.", ["ann"]),
        ("(@ann-b, @c_d)", ["ann-b", "c_d"]),
        ("@ann.b: look", ["ann.b"]),
        ("mail ann@example.org", []),
        ("`@ann`", []),
        ("https://example.org/@ann", []),
        ("@", []),
        ("@@ann", []),
    ],
)
def test_mentions(text: str, names: list[str]) -> None:
    assert re.findall(r'<span class="mention" data-username="([^"]*)">@\1</span>', render(text)) == names


def test_code_is_coloured_by_its_language() -> None:
    assert render("```python\nreturn 1  # one\n```") == (
        '<div class="code" data-language="python"><pre tabindex="0" dir="ltr"><code>'
        '<i class="w">return</i> <i class="v">1</i>  <i class="n"># one</i>\n</code></pre></div>'
    )


def test_code_of_an_unknown_language_is_plain() -> None:
    assert '<code>&lt;b&gt; "x"\n</code>' in render('```klingon\n<b> "x"\n```')


ALLOWED = re.compile(
    r"""</?(?:p|br|strong|em|s|ul|ol|li|blockquote|a|span|code|pre|div|i)
        (?:\s(?:dir|href|rel|class|data-username|data-language|tabindex|start)="[^"<>]*")*>""",
    re.VERBOSE,
)
WORDS = st.text(alphabet=st.sampled_from(list("ab1 .:@*_~`[]()!<>&#-+\n\t\"'/\\|=")), max_size=60)


@given(st.text() | WORDS)
@example("\ud800 *x*")
@example("```\n\ud800")
def test_nothing_makes_it_fail_and_only_allowed_tags_come_out(text: str) -> None:
    html = render(text)
    assert "<" not in ALLOWED.sub("", html)
    assert html.isprintable() or html.encode() is not None


@given(st.text() | WORDS)
@example(" - a")
@example("a\x85")
@example("http://a")
@example("MAILTO:a@b.c")
def test_the_short_way_says_what_the_parser_says(text: str) -> None:
    assert render(text) == render_marked(text)


def test_a_text_of_nothing_but_marks_stays_as_it_was_typed() -> None:
    assert render("**a** <\n" * 300).startswith('<p dir="auto">**a** &lt;<br>**a** &lt;<br>')
    assert "<strong>" in render("```\n" + "*" * 900 + "\n```\n**bold**")


SLOW = [
    "[",
    "![a",
    "*a_ ",
    "**a*",
    "`",
    "<",
    "&",
    "http://a.b/(",
    "@a.b-",
    "> ",
    "- ",
    "\\*",
    "~~a",
    "_a",
    "[a](",
]


@pytest.mark.parametrize("pattern", SLOW)
def test_no_text_takes_long(pattern: str) -> None:
    began = time.process_time()
    render_marked.__wrapped__((pattern * 4000)[:4000])
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("language", sorted({id(found): name for name, found in LANGUAGES.items()}.values()))
def test_no_code_takes_long(language: str) -> None:
    began = time.process_time()
    for pattern in ['"', "'", "\\", "a", "/*", "<!--", '"""', "{", "`", "\n", "a ", "#", "-", '"\\']:
        highlight((pattern * 4000)[:4000], language)
    assert time.process_time() - began < 1.5
