"""The words of a text, folded so that case and accents do not matter (no I/O).

Scripts that put no blanks between words (Chinese, Japanese, Thai and others), and Korean, whose words have
endings, are found by pairs of characters instead: a *run* is such a text without a break. An emoji is a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from chat.text.name_search import UNMARKED

LONGEST = 64  # characters of a word or run that count
MOST = 1000  # different words of one message that it is found by

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}々ー"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{_UNSPACED}]]"
_PICTURE = r"\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]*"
_TOKEN = regex.compile(
    rf"(?P<emoji>[0-9#*]\uFE0F?\u20E3|\p{{RI}}{{2}}|{_PICTURE}(?:\u200D{_PICTURE})*)"
    rf"|(?P<run>[{_UNSPACED}][{_UNSPACED}\p{{M}}]*)"
    rf"|(?P<word>{_LETTER}[{_LETTER}\p{{M}}\u0640]*)",
    regex.V1,
)
_ASCII = re.compile(r"[0-9A-Za-z]+")
_MARKS = regex.compile(r"(?<=[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]\p{M}*)\p{M}|\u0640")
_TONES = regex.compile(r"[\p{Emoji_Modifier}\uFE0F]")


class WordToken(NamedTuple):
    """`folded`: what it is compared by; `start` and `end`: its place in the text."""

    folded: str
    start: int
    end: int
    is_run: bool = False


def tokens(text: str) -> Iterator[WordToken]:
    """The words, runs and emoji of a text, in order."""
    if text.isascii():
        for plain in _ASCII.finditer(text):
            yield WordToken(plain[0].lower()[:LONGEST], plain.start(), plain.end())
        return
    for found in _TOKEN.finditer(text):
        is_run = found.lastgroup == "run"
        word = _TONES.sub("", found[0]) if found.lastgroup == "emoji" else fold(found[0])
        if word:
            yield from _in_pieces(word, found.start(), found.end(), is_run=is_run)


def _in_pieces(word: str, start: int, end: int, *, is_run: bool) -> Iterator[WordToken]:
    """A run is a text, not a word: a long one is several, which overlap by a character."""
    if not is_run or len(word) <= LONGEST:
        yield WordToken(word[:LONGEST], start, end, is_run)
        return
    for place in range(0, len(word) - 1, LONGEST - 1):
        last = min(place + LONGEST, end - start)
        yield WordToken(word[place : place + LONGEST], min(start + place, end), start + last, is_run)


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """In lower case, without accents, in one form of each character."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFD", plain))
        plain = unicodedata.normalize("NFC", "".join(UNMARKED.get(char, char) for char in plain))
    return plain


def keys(found: Iterable[WordToken]) -> list[str]:
    """By what a message with these tokens is found: its words, and of each run the pairs of characters, and
    its last character, so that each one begins a key."""
    words: dict[str, None] = {}
    for token in found:
        words.update(dict.fromkeys(run_keys(token.folded) if token.is_run else [token.folded]))
        if len(words) >= MOST:
            break
    return list(words)[:MOST]


def run_keys(run: str) -> list[str]:
    return [*(one + other for one, other in pairwise(run)), run[-1]]


def line(found: Iterable[WordToken]) -> str:
    """The tokens in order, with a blank around each: where phrases are looked for."""
    return f" {' '.join(token.folded for token in found)} "
