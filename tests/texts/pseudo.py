"""A language made of the catalogs: English with accents, longer, and in brackets. Whatever of a page is still
plain English in it did not come through a catalog."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import polib

from deploy.local.process import ROOT

CODE, FOLDER = "en-xa", "en_XA"  # the name that ICU gives to accented English
LONGER = 0.4
_plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_accented = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_accents = str.maketrans(_plain, _accented)
# What is filled in, marks of HTML, and blanks at the ends stay as they are.
_kept = re.compile(r"(%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|<[^>]+>|&\w+;)")


def pseudo(text: str) -> str:
    """`[Šåṽé ñåɱé ··]` for `Save name`."""
    if not text.strip():
        return text
    before, inner, after = re.fullmatch(r"(\s*)(.*?)(\s*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    parts = _kept.split(inner)
    parts[::2] = [part.translate(_accents) for part in parts[::2]]
    return f"{before}[{''.join(parts)} {'·' * round(len(inner) * LONGER)}]{after}"


def sources(domain: str) -> Iterator[Path]:
    """Wick's English catalog, and those of the parts of Django that it uses."""
    yield ROOT / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    of_django = Path(django.__file__).parent
    for part in ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions"):
        path = of_django / part / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            yield path


def make(folder: Path) -> Path:
    """Writes the language into `folder`, for LOCALE_PATHS or WICK_LOCALE_DIR."""
    place = folder / FOLDER / "LC_MESSAGES"
    place.mkdir(parents=True)
    for domain in ("django", "djangojs"):
        _catalog(entries(sources(domain))).save_as_mofile(str(place / f"{domain}.mo"))
    return folder


def entries(paths: Iterable[Path]) -> Iterator[polib.POEntry]:
    """Every text of the catalogs once."""
    found = {(entry.msgctxt, entry.msgid): entry for path in paths for entry in polib.pofile(str(path))}
    return (entry for entry in found.values() if not entry.obsolete)


def _catalog(entries: Iterable[polib.POEntry]) -> polib.POFile:
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in entries:
        translated = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt)
        if entry.msgid_plural:
            translated.msgid_plural = entry.msgid_plural
            translated.msgstr_plural = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
        else:
            translated.msgstr = pseudo(entry.msgid)
        made.append(translated)
    return made
