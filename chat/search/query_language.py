"""What people type into a search, read into terms and filters (no I/O).

    lock "held by" dead* -test from:ann in:help has:link is:pinned mentions:me after:2026-03-01

The last word may be typed in part: it is the beginning of one, unless it is quoted or excluded. Nothing
typed makes this fail: what it does not understand is a problem, in a sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from chat.search import segmentation
from chat.search.days import TimeSpan, span_of
from chat.search.segmentation import WordToken
from chatsite.languages import Text, filled

LONGEST = 300  # characters of a query
MOST_TERMS = 20  # terms and filters
MOST_WORDS = 40  # words of all terms
SHORTEST_BEGUN = 2  # characters of a last word that is the beginning of one
PEOPLE, PLACES, TIMES = ("from", "mentions"), ("in",), ("before", "after", "on")
CHOICES = {"has": ("file", "image", "link", "code"), "is": ("pinned", "thread")}
NAMES = (*PEOPLE, *PLACES, *TIMES, *CHOICES)

_PART = re.compile(r"""(-?)(?:([A-Za-z]{2,12}):)?(?:"([^"]*)"?|(\S+))""")
_FILTER_ALONE = re.compile(rf"-?({'|'.join(NAMES)}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that follow each other in a message. `partial`: the last one is the beginning of a word."""

    tokens: tuple[WordToken, ...]
    partial: bool = False
    excluded: bool = False
    quoted: bool = False

    @property
    def may_be_begun(self) -> bool:
        """Is it a word, or several, of which the last may be typed in part? An emoji is whole."""
        last = self.tokens[-1]
        is_word = not last.is_run and any(char.isalnum() for char in last.folded)
        return is_word and len(last.folded) >= SHORTEST_BEGUN and not (self.quoted or self.excluded)


@dataclass(frozen=True, slots=True)
class Filter:
    """`name`: one of NAMES but those of TIMES."""

    name: str
    value: str
    excluded: bool = False


@dataclass(slots=True)
class Query:
    """`problems`: why it cannot be searched for; `notes`: how it was understood, where that may surprise."""

    terms: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    span: TimeSpan = field(default_factory=TimeSpan)
    problems: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.terms or self.filters or self.span.is_bounded or self.problems)


def parse(text: str) -> Query:
    """Dates are those of Django's current time zone."""
    query = Query()
    if len(text) > LONGEST:
        query.problems.append(filled(_("A search has at most %(most)d characters."), most=LONGEST))
        return query
    for place, part in enumerate(_PART.finditer(text.replace("\0", " "))):
        if place >= MOST_TERMS:
            query.problems.append(
                filled(_("A search has at most %(most)d words and filters."), most=MOST_TERMS)
            )
            break
        _read(query, part)
    if query.terms and query.terms[-1].may_be_begun:
        query.terms[-1] = replace(query.terms[-1], partial=True)
    if sum(len(term.tokens) for term in query.terms) > MOST_WORDS:
        query.problems.append(filled(_("A search has at most %(most)d words and filters."), most=MOST_WORDS))
    if query.span.is_impossible:
        query.problems.append(_("No time is in all these dates."))
    return query


def _read(query: Query, part: re.Match[str]) -> None:
    minus, name, quoted, bare = part.groups()
    value = bare if quoted is None else quoted
    if alone := _FILTER_ALONE.fullmatch(part[0]):
        query.problems.append(
            filled(_("Put what you look for right behind “%(name)s:”."), name=alone[1].lower())
        )
    elif name and name.lower() in NAMES:
        _read_filter(query, name.lower(), value.strip(), excluded=bool(minus))
    else:
        if name and quoted is None and not value.startswith("//"):
            query.notes.append(filled(_("“%(name)s:” is no filter, so it was read as a word."), name=name))
        _read_term(query, f"{name}:{value}" if name else value, bool(minus), is_quoted=quoted is not None)


def _read_term(query: Query, text: str, minus: bool, *, is_quoted: bool) -> None:
    found = tuple(segmentation.tokens(text))
    if not found:
        if text.strip("-*"):
            query.notes.append(filled(_("“%(word)s” has no letters, digits or emoji."), word=text))
        return
    partial = not is_quoted and text.endswith("*") and not found[-1].is_run
    query.terms.append(Term(found, partial, minus, is_quoted))


def _read_filter(query: Query, name: str, value: str, *, excluded: bool) -> None:
    if not value:
        query.problems.append(filled(_("Put what you look for right behind “%(name)s:”."), name=name))
    elif name in TIMES:
        _read_time(query, name, value, excluded=excluded)
    elif name in CHOICES and value.lower() not in CHOICES[name]:
        choices = ", ".join(f"{name}:{choice}" for choice in CHOICES[name])
        text = _("There is no “%(name)s:%(value)s”, only %(choices)s.")
        query.problems.append(filled(text, name=name, value=value, choices=choices))
    else:
        query.filters.append(Filter(name, value.lower() if name in CHOICES else value, excluded))


def _read_time(query: Query, name: str, value: str, *, excluded: bool) -> None:
    day = span_of(value)
    if day is None:
        text = _("“%(value)s” is no date. Write it as in %(name)s:2026-03-09, or today, or yesterday.")
        query.problems.append(filled(text, value=value, name=name))
    elif excluded:
        query.problems.append(filled(_("“%(name)s:” cannot be excluded."), name=name))
    elif name == "before":
        query.span = query.span.within(TimeSpan(None, day.since))
    elif name == "after":
        query.span = query.span.within(TimeSpan(day.until, None))
    else:
        query.span = query.span.within(day)


def words_of(query: Query) -> Iterator[Term]:
    """The terms that a message has to have."""
    return (term for term in query.terms if not term.excluded)
