"""Which of many messages fit best: those that have the words of a query together, and few others, and are new
(no I/O)."""

from collections.abc import Sequence
from datetime import datetime
from math import log2
from typing import Any

from chat.search.query_language import Query, words_of

TOGETHER = 1.5  # what a message with all the words in a row is worth beside others
DAY = 86_400


def best(query: Query, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The best first; of equal ones, in the order in which they come."""
    words = [token.folded for term in words_of(query) for token in term.tokens]
    newest = max((each["at"] for each in found), default=None)
    return sorted(found, key=lambda each: -_score(each, words, newest))


def _score(each: dict[str, Any], words: list[str], newest: datetime | None) -> float:
    line = each["line"]
    in_message = max(1, line.count(" ") - 1)
    share = sum(line.count(f" {word}") for word in words) / in_message
    together = TOGETHER if len(words) > 1 and f" {' '.join(words)}" in line else 0.0
    age = (newest - each["at"]).total_seconds() / DAY if newest else 0.0
    return min(share, 1.0) + together - 0.1 * log2(1 + age)
