"""Marks what was found in the text of a message (no I/O)."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from chat.search import conditions, segmentation
from chat.search.query_language import Query, words_of

AROUND = 120  # characters of an excerpt before the first place, at most
EXCERPT = 320  # characters of an excerpt
SHORT = 600  # characters of a message that is shown as it is

# A tag of a sanitised rendering, whose attributes may have angle brackets within quotation marks.
_TAG = re.compile(r"""<(?:"[^"]*"|[^">])*>|&(?:#\w{1,8}|\w{1,16});""")


class Piece(NamedTuple):
    text: str
    found: bool


class Highlighter:
    """Of one query."""

    def __init__(self, query: Query) -> None:
        wanted = conditions.texts(words_of(query))
        self._words = {text for text, is_begun, is_run in wanted if not (is_begun or is_run)}
        self._begun = tuple(text for text, is_begun, is_run in wanted if is_begun and not is_run)
        self._runs = [text for text, _, is_run in wanted if is_run]

    def pieces(self, text: str) -> Iterator[Piece]:
        """The whole text in pieces: what was found, and what stands between."""
        end = 0
        for start, stop in self._places(text):
            if start < end:
                continue
            if start > end:
                yield Piece(text[end:start], found=False)
            yield Piece(text[start:stop], found=True)
            end = stop
        if end < len(text):
            yield Piece(text[end:], found=False)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for token in segmentation.tokens(text):
            if token.is_run:
                yield from self._in_run(token)
            elif token.folded in self._words or (self._begun and token.folded.startswith(self._begun)):
                yield token.start, token.end

    def _in_run(self, token: segmentation.WordToken) -> Iterator[tuple[int, int]]:
        """The whole run, where its characters are not those that it is compared by."""
        is_same = len(token.folded) == token.end - token.start
        for run in self._runs:
            at = token.folded.find(run)
            if at >= 0:
                yield (token.start + at, token.start + at + len(run)) if is_same else (token.start, token.end)

    def html(self, html: str) -> str:
        """A sanitised rendering with `<mark>` around what was found in its text."""
        parts, end = [], 0
        for tag in _TAG.finditer(html):
            parts += [self._marked(html[end : tag.start()]), tag[0]]
            end = tag.end()
        return "".join([*parts, self._marked(html[end:])])

    def _marked(self, text: str) -> str:
        return "".join(f"<mark>{part}</mark>" if found else part for part, found in self.pieces(text))

    def excerpt(self, text: str, around: int = AROUND) -> list[Piece]:
        """A part of a long text, with the first place that was found."""
        first = next((start for start, _ in self._places(text)), 0)
        begin = 0 if first <= around else text.rfind(" ", 0, first - around) + 1 or first - around
        part = text[begin : begin + EXCERPT]
        ends = (
            Piece("… ", found=False) if begin else None,
            Piece(" …", found=False) if len(text) > begin + EXCERPT else None,
        )
        return [piece for piece in (ends[0], *self.pieces(part), ends[1]) if piece]


def html_of(pieces: Iterable[Piece]) -> str:
    return "".join(f"<mark>{escape(part)}</mark>" if found else escape(part) for part, found in pieces)


def replaced(query: str, word: str, other: str) -> str:
    """What was typed, with another word wherever this one stands (folded)."""
    parts, end = [], 0
    for token in segmentation.tokens(query):
        if token.folded == word:
            parts += [query[end : token.start], other]
            end = token.end
    return "".join([*parts, query[end:]])
