"""Rooms that texts name, as `#garden` (no I/O).

A rendering says which names may be of rooms. The page makes links of those that its reader may see; to
everyone else, they are text.
"""

import re
from collections.abc import Callable

from markdown_it.rules_inline import StateInline

MOST = 50  # names that are looked up at a time
LONGEST = 48  # characters
_NAME = re.compile(
    rf"#((?=[a-z0-9-]{{1,{LONGEST}}}(?![a-z0-9-]))[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w/&#+-])",
    re.IGNORECASE | re.ASCII,
)
_BEFORE = re.compile(r"[\w&#/@.+-]\Z")
_MARKED = re.compile(r'<span class="room-name" data-room="([a-z0-9-]+)">#([a-zA-Z0-9-]+)</span>')


def room_name(state: StateInline, silent: bool) -> bool:
    """Inline rule: `#name`, unless it is a part of a word, of an address or of a link's text."""
    found = _NAME.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel > 0 or _BEFORE.search(state.src, max(0, state.pos - 1), state.pos):
        return False
    if not silent:
        state.push("room_name", "", 0).content = found[1]
    state.pos = found.end()
    return True


def rooms_in(html: str) -> list[str]:
    """The names of rooms in a finished rendering, each once, the first MOST of them."""
    return list(dict.fromkeys(slug for slug, _ in _MARKED.findall(html)))[:MOST]


def with_room_links(html: str, link: Callable[[str, str], str]) -> str:
    """A finished rendering with what `link` makes of each name of a room: of its address and of how it was
    typed."""
    return _MARKED.sub(lambda found: link(found[1], found[2]), html)
