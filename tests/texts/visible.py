"""What people read of a page: its texts, and the attributes that browsers and screen readers show or say."""

import re
from html.parser import HTMLParser

SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
UNSEEN = {"script", "style"}
# Names of programs, and data that is shown as it is.
VERBATIM = {"bdi", "code", "pre"}
BUTTONS = {"submit", "button", "reset"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "use", "path", "circle", "rect", "stop"}
_latin = re.compile(r"[A-Za-z]+")
# Which Django itself does not translate: yes and no in the admin, and permissions, whose names are stored.
_of_django = re.compile(r"img alt: (True|False)|option: .* \| Can (add|change|delete|view) .*")
_key = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


class Visible(HTMLParser):
    """`texts`: each with the element that it stands in, as `p` or `input title`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SPOKEN & given.keys():
            self.texts.append((f"{tag} {name}", given[name] or ""))
        if tag == "input" and given.get("type") in BUTTONS:
            self.texts.append(("input value", given.get("value") or ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (UNSEEN | VERBATIM) & set(self._open):
            self.texts.append((self._open[-1] if self._open else "", " ".join(data.split())))


def visible(html: str) -> list[tuple[str, str]]:
    parser = Visible()
    parser.feed(html)
    parser.close()
    return parser.texts


def untranslated(text: str, names: frozenset[str]) -> bool:
    """Is there a word in plain Latin letters that is none of `names`? Accented English has no other."""
    return bool(set(_latin.findall(_key.sub("", text))) - names)


def faults(html: str, names: frozenset[str] = frozenset()) -> set[str]:
    """The texts of a page that are not translated, each with where it stands."""
    found = {f"{place}: {text}" for place, text in visible(html) if untranslated(text, names)}
    return {fault for fault in found if not _of_django.fullmatch(fault)}
