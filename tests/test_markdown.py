"""What people write, as HTML that is safe to put into a page."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.text import formulas
from chat.text.highlighting import LANGUAGES, MOST_CHARACTERS, Budget, highlight
from chat.text.markdown import cost, render, render_marked
from chat.text.mentions import mentioned_in, names_in, with_mentions


def test_plain_text_is_a_paragraph_in_its_own_direction() -> None:
    assert render("hello there") == '<p dir="auto">hello there</p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("*thin*", "<em>thin</em>"),
        ("~~gone~~", "<s>gone</s>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("one\ntwo", "one<br>two"),
        ("a > b & c", "a &gt; b &amp; c"),
    ],
)
def test_marks_within_a_line(text: str, html: str) -> None:
    assert render(text) == f'<p dir="auto">{html}</p>'


def test_lists_and_quotations() -> None:
    assert render("- a\n- b") == '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>'
    assert render("> so") == '<blockquote>\n<p dir="auto">so</p>\n</blockquote>'


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4",
        "2**3**4",
        "snake_case_name",
        "def __init__(self):",
        "a*b* *c",
        "¯\\_(ツ)_/¯",
        "\\\\server\\share",
        "a \\(b\\) \\d+\\.",
    ],
)
def test_marks_within_words_and_backslashes_with_nothing_to_escape_stay(text: str) -> None:
    assert render(text) == f'<p dir="auto">{text}</p>'


def test_marks_that_are_escaped_are_no_marks() -> None:
    assert render("\\*a\\* \\`b\\` \\@ann") == '<p dir="auto">*a* `b` @ann</p>'
    assert render("\\- a\n1\\. b\n\\> c") == '<p dir="auto">- a<br>1. b<br>&gt; c</p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("日本語**強調**です", "日本語<strong>強調</strong>です"),
        ("**강조**는", "<strong>강조</strong>는"),
        ("**強調。**次", "<strong>強調。</strong>次"),
        ("次**（強調）**次", "次<strong>（強調）</strong>次"),
    ],
)
def test_emphasis_within_a_line_of_a_script_without_blanks(text: str, html: str) -> None:
    assert render(text) == f'<p dir="auto">{html}</p>'


def test_a_line_without_the_mark_is_outside_of_a_quotation_and_of_a_list() -> None:
    quoted = '<blockquote>\n<p dir="auto">so</p>\n</blockquote>\n<p dir="auto">not so</p>'
    assert render("> so\nnot so") == quoted
    assert render("- a\nb") == '<ul>\n<li dir="auto">a</li>\n</ul>\n<p dir="auto">b</p>'
    assert render("- a\n  b") == '<ul>\n<li dir="auto">a<br>b</li>\n</ul>'


def test_code_that_is_pasted_without_a_fence_keeps_its_indentation() -> None:
    assert render("if a:\n    b()\n\n\tc()\n> if d:\n>     e()") == (
        '<p dir="auto">if a:<br>    b()</p>\n<p dir="auto">\tc()</p>\n'
        '<blockquote>\n<p dir="auto">if d:<br>    e()</p>\n</blockquote>'
    )


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
def test_html_is_shown_as_text(text: str) -> None:
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
        ("@Ann, @ANN and @bob", ["ann", "bob"]),
    ],
)
def test_mentions(text: str, names: list[str]) -> None:
    assert names_in(render_marked(text)) == names
    shown = render(text, {name: f"id-{name}" for name in names})
    assert list(dict.fromkeys(mentioned_in(shown))) == [f"id-{name}" for name in names]


def test_a_name_of_nobody_is_text() -> None:
    assert render("@ann and @bob", {"ann": "1"}) == (
        '<p dir="auto"><span class="mention" data-user="1">@ann</span> and @bob</p>'
    )


def test_of_many_names_the_first_ones_are_looked_up() -> None:
    assert names_in(render_marked(" ".join(f"@n{number}" for number in range(60)))) == [
        f"n{number}" for number in range(50)
    ]


def test_code_is_coloured_by_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.thread_time", lambda: 0.0)  # however busy the machine is, none passes
    assert render("```python\nreturn 1  # one\n```") == (
        '<div class="code" data-language="python"><pre tabindex="0" dir="ltr"><code>'
        '<i class="w">return</i> <i class="v">1</i>  <i class="n"># one</i>\n</code></pre></div>'
    )


def test_code_of_an_unknown_language_is_plain() -> None:
    assert '<code>&lt;b&gt; "x"\n</code>' in render('```klingon\n<b> "x"\n```')


ALLOWED = re.compile(
    r"""</?(?:p|br|strong|em|s|ul|ol|li|blockquote|a|span|code|pre|div|i|label|input|table|thead|tbody|tr|th|td
        |math|m(?:row|frac|sqrt|root|su[bp]|subsup|under|over|underover|space|style|padded|phantom|table|t[rd]
        |[ino]|text))
        (?:\s(?:dir|href|rel|class|data-(?:name|user|room|language|align)|tabindex|start|type|disabled|checked
        |display|alttext|stretchy|fence|displaystyle|accent|movablelimits|mathvariant|columnalign|width|minsize
        |maxsize|linethickness|scriptlevel)="[^"<>]*")*>""",
    re.VERBOSE,
)
PIECES = [
    "https://",
    "www.",
    "mailto:",
    "example.com",
    "аpple.com",
    "（",
    "。",
    "次",
    "é",
    "¯\\_(ツ)_/¯",
    "    ",
    "||",
    "$$",
    "\\frac{",
    "\\text{<b>",
    "- [x] ",
    "\n|-|-|\n",
    "#room",
    "😀",
]
WORDS = st.lists(st.sampled_from([*"ab1 .:@*_~`[]()!<>&#-+\n\t\"'/\\|=", *PIECES]), max_size=60).map("".join)


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
    assert render(text) == with_mentions(render_marked(text), {})


def test_a_text_of_nothing_but_marks_stays_as_it_was_typed() -> None:
    assert render("**a** <\n" * 300).startswith('<p dir="auto">**a** &lt;<br>**a** &lt;<br>')
    assert "<strong>" in render("```\n" + "*" * 900 + "\n```\n**bold**")


SLOW = [
    "https://",
    "www.",
    "www.a.",
    "https://a@",
    "https://a.b/)",
    "https://а",
    "[https://a.b](",
    "https://a。",
    "¯\\",
    "\\-",
    "\n    ",
    ">\n",
    "a*b_",
    "__",
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
    "||",
    "||a",
    "||a|| ",
    " ||a",
    "|",
    "|\n-\n",
    "a|\n-|-\n",
    "|a|b\n|-|-\n",
    "$$",
    "$$a$$",
    "$$a$$ ",
    "#",
    "#a ",
    "#a-",
    "- [ ] a\n",
    "😀",
]


@pytest.mark.parametrize("pattern", SLOW)
def test_no_text_takes_long(pattern: str) -> None:
    formulas.load()  # as a process does when it starts
    began = time.process_time()
    render_marked.__wrapped__((pattern * 4000)[:4000])
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("language", [names.split()[0] for names in LANGUAGES.values()])
def test_no_code_takes_long(language: str) -> None:
    began = time.process_time()
    for pattern in ['"', "'", "\\", "a", "/*", "<!--", '"""', "{", "`", "\n", "a ", "#", "-", '"\\']:
        highlight((pattern * MOST_CHARACTERS)[:MOST_CHARACTERS], language, Budget())
    assert time.process_time() - began < 1.5


def test_rendering_costs_what_it_takes() -> None:
    assert cost("hello") == cost("word " * 30) == 1
    assert cost("word " * 800) < 2
    assert cost("- a\n" * 1000) > 20
    assert cost("http://a.b/c " * 55) > 5
    assert cost("```js\n" + "a;" * 900) > 5
