"""Numbers as people read them. static/js/format.js does the same."""

from django import template
from django.utils.formats import number_format

register = template.Library()

MOST = 99


@register.filter
def capped(number: int) -> str:
    """Nobody counts further."""
    return str(number) if number <= MOST else f"{MOST}+"


@register.filter
def upto(number: int, most: int) -> str:
    """A number that was counted no further than `most`."""
    shown = number_format(min(number, most), force_grouping=True)
    return shown if number < most else f"{shown}+"
