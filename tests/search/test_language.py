"""How a query is read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from chat.search.query_language import LONGEST, MOST_TERMS, MOST_WORDS, NAMES, Query, parse


def terms(query: Query) -> list[tuple[str, bool, bool]]:
    return [
        (" ".join(token.folded for token in term.tokens), term.partial, term.excluded) for term in query.terms
    ]


def test_words_phrases_beginnings_and_exclusions() -> None:
    query = parse('Lock "held by" dead* -test -"not this"')
    assert not query.problems
    assert terms(query) == [
        ("lock", False, False),
        ("held by", False, False),
        ("dead", True, False),
        ("test", False, True),
        ("not this", False, True),
    ]


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("old glov", ["glov"]),
        ("glov in:garden", ["glov"]),
        ("key_lim", ["key lim"]),
        ("plaî", ["plai"]),
        ("glov* old", ["glov", "old"]),
        ('old "glov"', []),
        ('glov "old', []),
        ("old -glov", []),
        ("glov -old", []),
        ("plan b", []),
        ("日本", []),
        ("🚀", []),
    ],
)
def test_the_last_word_is_begun_unless_it_is_quoted_or_excluded(text: str, begun: list[str]) -> None:
    assert [words for words, partial, _excluded in terms(parse(text)) if partial] == begun


def test_filters() -> None:
    query = parse('from:ann in:"the garden" HAS:link -is:pinned mentions:me')
    assert [(each.name, each.value, each.excluded) for each in query.filters] == [
        ("from", "ann", False),
        ("in", "the garden", False),
        ("has", "link", False),
        ("is", "pinned", True),
        ("mentions", "me", False),
    ]


def test_a_day_is_one_where_the_reader_is() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        span = parse("on:2026-03-09").span
    assert span == (datetime(2026, 3, 8, 15, tzinfo=UTC), datetime(2026, 3, 9, 15, tzinfo=UTC))


def test_before_ends_where_the_day_begins_and_after_begins_where_it_ends() -> None:
    with timezone.override(UTC):
        span = parse("after:2026-02 before:2026-03-09").span
    assert span == (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("has:nothing", "There is no “has:nothing”, only has:file, has:image, has:link, has:code."),
        ("on:monday", "“monday” is no date. Write it as in on:2026-03-09, or today, or yesterday."),
        ("on:2026-02-30", "“2026-02-30” is no date. Write it as in on:2026-03-09, or today, or yesterday."),
        ("from: ann", "Put what you look for right behind “from:”."),
        ('in:""', "Put what you look for right behind “in:”."),
        ("-on:today", "“on:” cannot be excluded."),
        ("after:2026 before:2025", "No time is in all these dates."),
        ("x" * (LONGEST + 1), f"A search has at most {LONGEST} characters."),
        ("a " * (MOST_TERMS + 1), f"A search has at most {MOST_TERMS} words and filters."),
        ("a.b.c.d.e.f.g " * 10, f"A search has at most {MOST_WORDS} words and filters."),
    ],
)
def test_what_is_not_understood_is_said(text: str, said: str) -> None:
    assert [str(problem) for problem in parse(text).problems] == [said]


def test_what_looks_like_a_filter_is_searched_for_and_noted() -> None:
    query = parse("form:ann https://example.org 12:30")
    assert [str(note) for note in query.notes] == ["“form:” is no filter, so it was read as a word."]
    assert [text for text, *_ in terms(query)] == ["form ann", "https example org", "12 30"]


PARTS = st.sampled_from([*(f"{name}:" for name in NAMES), '"', "-", "*", "2026-03", "ann", " ", "日本", "me"])


@given(st.one_of(st.text(max_size=400), st.lists(PARTS, max_size=60).map("".join)))
@example("\0")
@example("on:9999-12-31")
@example("on:0000")
@example("on:1970-1-1")
@example("on:²⁰²⁶")
@example('"')
def test_anything_can_be_typed(text: str) -> None:
    with timezone.override(ZoneInfo("Pacific/Kiritimati")):
        query = parse(text)
    assert len(query.terms) + len(query.filters) <= MOST_TERMS
    assert query.problems or sum(len(term.tokens) for term in query.terms) <= MOST_WORDS
    for sentence in [*query.problems, *query.notes]:
        assert str(sentence)
