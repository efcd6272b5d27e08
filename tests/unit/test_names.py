"""What may stand in a name, and which names look alike."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from chat.text.names import cleaned, is_reserved, natural, skeleton


@pytest.mark.parametrize("char", "\u202e\u200b\u200d\u2066\x07\ufeff\u3164\u00ad")
def test_what_cannot_be_seen_is_refused(char: str) -> None:
    with pytest.raises(ValidationError, match="invisible"):
        cleaned(f"An{char}n")


def test_joined_emoji_are_allowed() -> None:
    assert cleaned("Ann 👩‍🚀 ❤️") == "Ann 👩‍🚀 ❤️"


def test_marks_are_bounded() -> None:
    with pytest.raises(ValidationError, match="at most 2 accents"):
        cleaned("Z" + "\u0335\u0336\u0337\u0338")
    assert cleaned("Phở") == "Phở"


def test_compatible_letters_are_folded() -> None:
    assert cleaned("  Ａｎｎ   Lee ") == "Ann Lee"


@pytest.mark.parametrize("name", ["аdmin", "ADMIN", "Ａdmin", "admín", "a d m i n", "W1ck", "wісk"])
def test_look_alikes_of_the_staff_are_found(name: str) -> None:
    assert is_reserved(name, [])


@pytest.mark.parametrize("name", ["Ann", "Adam", "Wicket", "Мария", "木村", ""])
def test_other_names_are_free(name: str) -> None:
    assert not is_reserved(name, ["Sam Staff"])


@given(st.text(max_size=60))
def test_a_clean_name_is_stable_and_shows_everything(name: str) -> None:
    try:
        clean = cleaned(name)
    except ValidationError:
        return
    assert cleaned(clean) == clean
    assert not any(unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF"} for char in clean)
    assert skeleton(clean) == skeleton(clean.upper().lower()) or not clean.isascii()


def test_numbers_in_names_sort_as_numbers() -> None:
    names = ["r10", "r2", "a", "r1", "r2-b", "10", "9"]
    assert sorted(names, key=natural) == ["9", "10", "a", "r1", "r2", "r2-b", "r10"]
