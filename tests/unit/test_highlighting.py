"""Code in colours: the text stays what it is, whatever the language, and what it costs is bounded."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pygments.lexer import Lexer  # type: ignore[import-untyped]

from chat.text.highlighting import (
    CLASSES,
    LANGUAGES,
    LEXERS,
    MOST_CHARACTERS,
    Budget,
    highlight,
    load,
    possessive,
)
from chat.text.markdown import render

MARK = re.compile(r'<i class="([a-z])">|</i>')
PIECES = [
    '"',
    "'",
    "`",
    "\\",
    "\\1",
    "$'",
    '"$',
    "é",
    "#{",
    "${",
    "<<A\n",
    "<!--",
    "/*",
    "%q(",
    "= ",
    "a",
    "1",
    "\n",
]
code = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, no processor time passes."""
    monkeypatch.setattr("time.thread_time", lambda: 0.0)


def plain(html: str) -> str:
    return unescape(MARK.sub("", html))


@given(code, st.sampled_from(sorted(LEXERS)))
def test_the_text_is_unchanged_in_every_language(text: str, language: str) -> None:
    html = highlight(text, language, Budget())
    assert plain(html) == text
    assert {found[1] for found in MARK.finditer(html)} <= {*CLASSES.values(), None}


@given(code, st.text(max_size=10))
@example("x", "klingon")
@example("<b>", "")
def test_no_fence_makes_it_fail(text: str, language: str) -> None:
    assert "<script" not in render(f"```{language}\n{text}\n```")
    assert plain(highlight(text, language, Budget())) == text


@pytest.mark.usefixtures("standing_clock")
@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("python", "return 1  # one", '<i class="w">return</i> <i class="v">1</i>  <i class="n"># one</i>'),
        ("js", "let a = 'b'", '<i class="w">let</i> a = <i class="t">\'b\'</i>'),
        ("html", "<b>x</b>", '<i class="w">&lt;b&gt;</i>x<i class="w">&lt;/b&gt;</i>'),
        ("diff", "-a\n+b\n", '<i class="e">-a</i>\n<i class="t">+b</i>\n'),
        ("php", "echo true;", '<i class="w">echo</i> <i class="w">true</i>;'),
        ("yaml", "a: b", '<i class="w">a</i>: b'),
    ],
)
def test_languages_have_their_colours(language: str, text: str, marked: str) -> None:
    assert highlight(text, language, Budget()) == marked


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bash", "$'" + r"\1" * 60),
        ("php", '"$' + "é" * 60),
        ("css", "-" + "a" * 60),
        ("perl", "s!" + r"\\" * 60),
    ],
)
def test_what_would_take_a_lexer_for_ever_does_not(language: str, text: str) -> None:
    assert plain(highlight(text, language, Budget())) == text


def patterns(lexer: Lexer) -> Iterator[tuple[str, Any]]:
    """The expressions of a lexer, and what is done with what they match."""
    for rules in getattr(lexer, "_tokens", {}).values():
        for match, action, _ in rules:
            yield match.__self__.pattern, action


@pytest.mark.parametrize("alias", LANGUAGES)
def test_no_expression_of_a_lexer_backtracks_into_a_repeated_group(alias: str) -> None:
    assert all(possessive(pattern) == pattern for pattern, _ in patterns(load(alias)))


def test_repeated_groups_are_made_possessive_and_nothing_else() -> None:
    assert possessive(r"(a|b)*(c)+(?:d){2,}e*") == r"(a|b)*+(c)++(?:d){2,}+e*"
    assert possessive(r"\)*[)*](a)*?(b)*+[^])+]") == r"\)*[)*](a)*?(b)*+[^])+]"


def called(action: Any) -> Iterator[type]:
    """The lexers that an action of a rule hands its text to."""
    for cell in getattr(action, "__closure__", None) or ():
        found = cell.cell_contents
        if isinstance(found, type) and issubclass(found, Lexer):
            yield found
        for inner in found if isinstance(found, tuple) else (found,):
            if isinstance(inner, Callable):  # type: ignore[arg-type]
                yield from called(inner)


@pytest.mark.parametrize("alias", LANGUAGES)
def test_no_lexer_calls_another_which_would_be_unbounded(alias: str) -> None:
    assert not [found for _, action in patterns(load(alias)) for found in called(action)]


@pytest.mark.usefixtures("standing_clock")
def test_code_beyond_the_most_characters_of_a_message_is_plain() -> None:
    def fence(length: int) -> str:
        return f"```js\n'{'a' * (length - 3)}'\n```\n"  # a quoted line, and the end of the line

    assert render(fence(MOST_CHARACTERS)).count("<i") == 1
    assert render(fence(MOST_CHARACTERS + 1)).count("<i") == 0
    assert render(fence(MOST_CHARACTERS - 99) + fence(100)).count("<i") == 1
    assert render(fence(MOST_CHARACTERS - 99) + fence(99)).count("<i") == 2


@pytest.mark.parametrize("budget", [Budget(tokens=2), Budget(seconds=0.0), Budget(characters=5)])
def test_code_beyond_the_budget_is_plain(budget: Budget) -> None:
    assert highlight("return 1", "python", budget) == "return 1"


@pytest.mark.usefixtures("standing_clock")
def test_what_a_message_may_cost_is_spent_once() -> None:
    budget = Budget(tokens=4)
    assert "<i" in highlight("return 1", "python", budget)
    assert highlight("return 1", "python", budget) == "return 1"
