"""Which words a text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.search.segmentation import LONGEST, MOST, keys, line, tokens

WORDS = {
    "Hello, world": ["hello", "world"],
    "don't index.key_limit 3.5": ["don", "t", "index", "key", "limit", "3", "5"],
    "José’s Café, ÅNGSTRÖM, Straße, ŁÓDŹ": ["jose", "s", "cafe", "angstrom", "strasse", "lodz"],
    "Привет, ёлка": ["привет", "елка"],
    "عَرَبِيّ أحمد": ["عربي", "احمد"],
    "शक्ति": ["शक्ति"],
    "１２３ ﬁne": ["123", "fine"],
    "日本語 text": ["日本", "本語", "語", "text"],
    "カタカナ": ["カタ", "タカ", "カナ", "ナ"],
    "한국어": ["한국", "국어", "어"],
    "字": ["字"],
    "👍🏽 ❤️ 👨‍👩‍👧 🇩🇪": ["👍", "❤", "👨‍👩‍👧", "🇩🇪"],
    "... -- !?": [],
}


@pytest.mark.parametrize(("text", "words"), WORDS.items(), ids=WORDS)
def test_a_text_is_found_by_these_keys(text: str, words: list[str]) -> None:
    assert keys(tokens(text)) == words


def test_the_same_word_has_the_same_key_in_any_form() -> None:
    assert keys(tokens("Cafe CAFÉ Cafe\u0301 café")) == ["cafe"]


def test_words_and_keys_are_bounded() -> None:
    assert len(keys(tokens("x" * 1000))[0]) == LONGEST
    assert len(keys(tokens(" ".join(map(str, range(5000)))))) == MOST


@given(st.text(max_size=300))
def test_any_text_has_words_at_places_in_it(text: str) -> None:
    found = list(tokens(text))
    assert all(token.folded and 0 <= token.start < token.end <= len(text) for token in found)
    assert all(key and not key.startswith(":") for key in keys(found))
    assert all(f" {token.folded} " in line(found) for token in found)
