"""Finding names whatever their case and accents: "jose" finds José, and "José" finds jose (no I/O)."""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

ALPHABETS = (range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))  # Latin, Greek, Cyrillic
UNMARKED = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"}  # no mark, and yet of this letter


@lru_cache(maxsize=1024)
def pattern(word: str) -> str:
    """A regular expression (PCRE, without regard to case) that finds the word within a name."""
    return "".join(f"{_letter(char)}\\p{{M}}*" for char in folded(word))


def folded(text: str) -> str:
    """In lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return "".join(UNMARKED.get(char, char) for char in plain)


def _letter(char: str) -> str:
    variants = _variants().get(char)
    return f"[{char}{''.join(variants)}]" if variants else re.escape(char)


@cache
def _variants() -> dict[str, list[str]]:
    """By letter, those with accents that stand for it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number in (number for alphabet in ALPHABETS for number in alphabet):
        char = chr(number)
        if char.isalpha() and len(plain := folded(char)) == 1 and plain != char:
            found[plain].append(char)
    return found
