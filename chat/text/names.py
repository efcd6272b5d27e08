"""Names that people and rooms are shown by: what may stand in them, and which look alike (no I/O)."""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from emoji import emoji_list

MARKS = 2  # combining marks on one letter, beyond what NFKC takes into it
FORBIDDEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800\u17b4\u17b5")  # letters without a shape
VARIATIONS = range(0xFE00, 0xFE10)
ALWAYS = (
    "admin", "administrator", "everyone", "house", "moderator", "owner", "room", "staff", "support", "system",
    "wick", "workspace", "deleted account",
)  # fmt: skip


def cleaned(name: str) -> str:
    """The name in NFKC, with single spaces. Raises ValidationError."""
    whole = unicodedata.normalize("NFKC", name)
    name = " ".join(part for part in whole.split(" ") if part)
    rest = _without_emoji(name)
    marks = 0
    for char in rest:
        kind = unicodedata.category(char)
        if kind in FORBIDDEN or char in INVISIBLE or ord(char) in VARIATIONS:
            raise ValidationError(_("Remove invisible characters and those that change the text direction."))
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > MARKS:
            raise ValidationError(_("Use at most %(most)d accents on one letter."), params={"most": MARKS})
    return name


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    """The same for names that look the same: case, marks, spaces and look-alike letters are folded."""
    folded = unicodedata.normalize("NFKD", name.casefold()).casefold()
    return "".join(_shape(char) for char in folded if char.isalnum())


def natural(name: str) -> list[int | str]:
    """A key to sort names by, with the numbers in them as numbers: r2 before r10."""
    parts = re.split(r"([0-9]+)", name)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def is_reserved(name: str, reserved: list[str]) -> bool:
    """Does it look like one of these names, or like one that is always the staff's?"""
    shape = skeleton(name)
    return bool(shape) and any(shape == skeleton(other) for other in (*ALWAYS, *reserved))


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    """The Latin letter or digit that a letter looks like; itself where it looks like none."""
    if char in "1il|":
        return "l"
    if char in "0o":
        return "o"
    if char.isascii():
        return char
    found = confusables.is_confusable(char, greedy=True, preferred_aliases=[]) or []
    looks = [each["c"].casefold() for one in found for each in one["homoglyphs"]]
    plain = sorted(look for look in looks if look.isascii() and look.isalnum())
    return _shape(plain[0]) if plain and len(plain[0]) == 1 else char


def _without_emoji(name: str) -> str:
    """The name without its emoji, whose parts are joined by characters that are not allowed elsewhere."""
    kept, end = [], 0
    for found in emoji_list(name):
        kept.append(name[end : found["match_start"]])
        end = found["match_end"]
    return " ".join([*kept, name[end:]])
