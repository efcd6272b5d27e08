"""A query as conditions on the searched messages (no I/O).

Each condition is about the keys of a message (chat.search.segmentation, chat.search.marks) or about its line.
One condition leads: it is sought in an index, newest first. All others are looked at in what that finds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chat.search import marks, segmentation
from chat.search.query_language import Query, Term
from chat.search.segmentation import WordToken

Stage = dict[str, Any]
BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Keys:
    """One of these keys. Or, with `prefix`, one that begins so."""

    any_of: tuple[str, ...] = ()
    prefix: str = ""

    @property
    def matched(self) -> Stage:
        """As a condition that an index answers."""
        if self.prefix:
            return {"words": {"$elemMatch": {"$gte": self.prefix, "$lt": self.prefix + BEYOND}}}
        return {"words": self.any_of[0] if len(self.any_of) == 1 else {"$in": list(self.any_of)}}

    @property
    def expression(self) -> Stage:
        """As a condition that no index answers, so that another one leads."""
        if self.prefix:
            size, start = len(self.prefix), {"$literal": self.prefix}
            begins = {"$eq": [{"$substrCP": ["$$this", 0, size]}, start]}
            return {"$anyElementTrue": {"$map": {"input": "$words", "in": begins}}}
        common = {"$setIntersection": [{"$literal": list(self.any_of)}, "$words"]}
        return {"$ne": [common, []]}


@dataclass(slots=True)
class SearchConditions:
    """`keys`: all of them; `lines`: regular expressions for the line; `no_keys`, `no_lines`: none of them."""

    keys: list[Keys] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    no_keys: list[Keys] = field(default_factory=list)
    no_lines: list[str] = field(default_factory=list)

    def add(self, term: Term) -> None:
        """The message has, or with `excluded` has not, what this term names."""
        keys, lines = keys_of(term), lines_of(term)
        if not term.excluded:
            self.keys += [key for key in keys if key not in self.keys]
            self.lines += lines
        elif lines:
            self.no_lines += lines
        else:
            self.no_keys += keys

    def besides(self, lead: Keys) -> Stage:
        """All of them but the leading one, as one that no index answers."""
        rest = [key.expression for key in self.keys if key is not lead]
        rest += [{"$not": [key.expression]} for key in self.no_keys]
        lines: list[Stage] = [{"line": {"$regex": line}} for line in self.lines]
        lines += [{"line": {"$not": {"$regex": line}}} for line in self.no_lines]
        both = [{"$expr": {"$and": rest}}] if rest else []
        return {"$and": [*both, *lines]} if both or lines else {}


def conditions_of(query: Query) -> SearchConditions:
    """Those of its terms, and of the filters whose values are fixed."""
    found = SearchConditions()
    for term in query.terms:
        found.add(term)
    for each in query.filters:
        if each.name in ("has", "is"):
            (found.no_keys if each.excluded else found.keys).append(Keys((f":{each.value}",)))
    return found


def with_any(found: SearchConditions) -> SearchConditions:
    """The same, and where it would have nothing to lead, what all messages have."""
    found.keys = found.keys or [Keys((marks.ANY,))]
    return found


def keys_of(term: Term) -> list[Keys]:
    *before, last = term.tokens
    return [*(key for token in before for key in _of_token(token)), *_of_token(last, partial=term.partial)]


def _of_token(token: WordToken, *, partial: bool = False) -> Sequence[Keys]:
    if not token.is_run:
        return [Keys(prefix=token.folded) if partial else Keys((token.folded,))]
    if len(token.folded) == 1:
        return [Keys(prefix=token.folded)]
    return [Keys((pair,)) for pair in segmentation.run_keys(token.folded)[:-1]]


def lines_of(term: Term) -> list[str]:
    """What the line of a message has to have so, where its keys do not say it: phrases and runs."""
    first, last = term.tokens[0], term.tokens[-1]
    if len(term.tokens) == 1 and (
        len(first.folded) <= 2 if first.is_run else not (term.partial and term.excluded)
    ):
        return []
    text = re.escape(" ".join(token.folded for token in term.tokens))
    begins = "" if first.is_run else " "
    return [f"{begins}{text}{'' if last.is_run or term.partial else ' '}"]


def texts(terms: Iterable[Term]) -> list[tuple[str, bool, bool]]:
    """What is highlighted: the folded words, whether each is a beginning only, and whether it is a run."""
    return [
        (token.folded, term.partial and token is term.tokens[-1], token.is_run)
        for term in terms
        for token in term.tokens
    ]
