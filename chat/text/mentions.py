"""Names behind an @ in what people write, and whom they mention. No I/O.

A message says by ids whom it mentions, so that a mention stays with a person whatever they are called later.
Where the text names each of them stands beside that: `@ann` is the user who was `ann` when it was posted.
"""

import re
from collections.abc import Callable, Iterable, Mapping

EVERYONE = "*"  # in place of an id: everyone who may see the room
ROOM = "room"  # the name by which everyone is mentioned
MOST = 50  # names of one text that are looked up; the others are text

_NAMED = re.compile(r'<span class="mention" data-name="([^"]+)">@[^<]*</span>')
_MENTION = re.compile(r'<span class="mention" data-user="([^"]+)">@([^<]*)</span>')


def names_in(html: str) -> list[str]:
    """The names behind an @ in a rendering with all of them marked (chat.text.markdown.render_marked), in
    lower case, each once, the first MOST of them."""
    return list(dict.fromkeys(name.lower() for name in _NAMED.findall(html)))[:MOST]


def with_mentions(html: str, mentioned: Mapping[str, str]) -> str:
    """The same rendering with mentions of those who are in `mentioned` (ids by lower-case name) only."""

    def mention(found: re.Match[str]) -> str:
        name = found[1]
        user = mentioned.get(name.lower())
        return f"@{name}" if user is None else f'<span class="mention" data-user="{user}">@{name}</span>'

    return _NAMED.sub(mention, html)


def mentioned_in(html: str) -> list[str]:
    """Whom the mentions of a finished rendering are of: ids, and EVERYONE."""
    return [user for user, _ in _MENTION.findall(html)]


def redrawn(html: str, draw: Callable[[str, str], str]) -> str:
    """A finished rendering with each mention replaced by `draw` of its id and the name that was typed."""
    return _MENTION.sub(lambda found: draw(found[1], found[2]), html)


def is_for(user: str, mentions: Iterable[str]) -> bool:
    """Do these mentions reach this person (an id)?"""
    return any(one in (user, EVERYONE) for one in mentions)
