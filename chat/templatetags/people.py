"""How people look: initials, and a hue of their own. static/js/people.js does the same."""

from typing import Any

from django import template

register = template.Library()

HUES = 12


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = name.split() or ["?"]
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()


@register.filter
def hue(username: str) -> int:
    """0 to 11: FNV-1a (32 bits) over the case-folded user name."""
    digest = 0x811C9DC5
    for byte in username.casefold().encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest % HUES


@register.filter
def at(found: dict[str, str], key: str) -> str:
    """What stands at a key; empty when nothing does."""
    return found.get(key, "")


@register.inclusion_tag("parts/face.html")
def face(person: Any, size: str = "", *, here: bool = False) -> dict[str, Any]:
    """A drop. `person` is a User or an author of the wire; `size`: tiny, small, large or message."""
    wire = isinstance(person, dict)
    return {
        "name": person["name"] if wire else person.shown_name,
        "username": person["username"] if wire else person.username,
        "size": size,
        "here": here,
    }
