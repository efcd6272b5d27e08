"""“Did you mean”: words like one that nobody wrote, out of the messages that somebody may see. Blocks.

All words that are one letter away are sought at once, so no list of words is kept, and none is found that
stands only in rooms which they may not see.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from chat.search import finding
from chat.search.conditions import Keys, SearchConditions, keys_of
from chat.search.finding import Sought
from chat.search.query_language import Query, Term, words_of

SHORTEST, LONGEST = 4, 20  # characters of a word
LOOKED_AT = 50  # messages with such words
WORDS = 2  # of one query that are looked at
ALPHABETS = {
    "LATIN": "abcdefghijklmnopqrstuvwxyz",
    "GREEK": "".join(map(chr, range(0x3B1, 0x3CA))),
    "CYRILLIC": "".join(map(chr, range(0x430, 0x450))),
}


def suggestion(query: Query, sought: Sought) -> tuple[str, str] | None:
    """A word of the query that no message has, or, where it is begun, that none begins with, and the one that
    was probably meant. Two commands a word."""
    single = [term for term in words_of(query) if _is_corrected(term)]
    everywhere = replace(sought, conditions=SearchConditions())
    for term in single[:WORDS]:
        [key], word = keys_of(term), term.tokens[0].folded
        if not finding.any_has(key, everywhere) and (meant := _nearest(word, everywhere)):
            return word, meant
    return None


def _is_corrected(term: Term) -> bool:
    [first, *others] = term.tokens
    return not (others or first.is_run) and SHORTEST <= len(first.folded) <= LONGEST


def _nearest(word: str, sought: Sought) -> str | None:
    """Of the words one letter away the one that most of the newest messages have."""
    near = set(neighbours(word)) - {word}
    seen: Counter[str] = Counter()
    wanted = replace(sought, conditions=SearchConditions(keys=[Keys(tuple(sorted(near)))]))
    for each in finding.any_of(wanted, LOOKED_AT):
        seen.update(near & set(each["line"].split()))
    return min(seen, key=lambda found: (-seen[found], found)) if seen else None


def neighbours(word: str) -> Iterator[str]:
    """What it may have been: with a letter too few, too many, or another one, or two exchanged."""
    letters = ALPHABETS.get(unicodedata.name(word[0], "").partition(" ")[0], "")
    for place in range(len(word) + 1):
        before, rest = word[:place], word[place:]
        if rest:
            yield before + rest[1:]
            yield from (before + letter + rest[1:] for letter in letters)
        if len(rest) > 1:
            yield before + rest[1] + rest[0] + rest[2:]
        yield from (before + letter + rest for letter in letters)
