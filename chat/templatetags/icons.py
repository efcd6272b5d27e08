"""Icons from the sprite that templates/components/icon_sprite.html puts into each page."""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache  # as many as templates name
def icon(name: str, kind: str = "") -> SafeString:
    """`kind`: small, turns, or both."""
    extra = "".join(f" icon--{word}" for word in kind.split())
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', extra, name)
