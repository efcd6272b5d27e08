"""Numbers as people read them. static/js/words.js does the same."""

from django import template

register = template.Library()

MOST = 99


@register.filter
def capped(number: int) -> str:
    """Nobody counts further."""
    return str(number) if number <= MOST else f"{MOST}+"
