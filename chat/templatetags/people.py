"""How people look: initials, and a hue of their own. static/js/members/avatar.js does the same."""

from functools import lru_cache
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from chat.models import User
from chat.text.picture_names import picture_paths

register = template.Library()

HUES = 12
AVATAR = '<span class="avatar{}" data-avatar="{}" data-hue="{}" aria-hidden="true">{}{}</span>'
PICTURE = '<img class="avatar__picture" src="{}" alt="" loading="lazy">'
HERE = SafeString('<span class="presence"></span>')
ROLES = {"owner": _("owner"), "moderator": _("moderator"), "staff": _("staff")}


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = name.split() or ["?"]
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()


@register.filter
@lru_cache(maxsize=4096)
def hue(username: str) -> int:
    """0 to 11: FNV-1a (32 bits) over the case-folded user name."""
    digest = 0x811C9DC5
    for byte in username.casefold().encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest % HUES


@register.filter
@lru_cache(maxsize=2048)
def person_link(username: str) -> SafeString:
    """The `href` of somebody's profile; empty for a name that no address can hold, as an import may bring."""
    try:
        return format_html('href="{}"', reverse("person", args=[username]))
    except NoReverseMatch:
        return mark_safe("")


@register.filter
def role_name(role: str) -> str:
    """What a badge says."""
    return str(ROLES.get(role, role))


@register.simple_tag(takes_context=True)
def face(context: Any, user: Any, size: str = "", *, here: bool = False) -> SafeString:
    """A picture, or a drop with initials. `user`: a User, somebody found by a query, or an author of the
    wire, whose picture is looked for among the `pictures` (addresses, by id) of the page. `size`: tiny,
    small, large or message."""
    if isinstance(user, dict):
        picture = context.get("pictures", {}).get(user["id"], "")
        return avatar(user["name"], user["username"], picture, size, here=here)
    return avatar(user.shown_name, user.username, _picture_of(user, size), size, here=here)


def avatar(name: str, username: str, picture: str, size: str = "", *, here: bool = False) -> SafeString:
    """The same of these names. `picture`: its address, "" for none. A page has hundreds: no template."""
    kind = " message__avatar" if size == "message" else f" avatar--{size}" if size else ""
    shown = format_html(PICTURE, picture) if picture else initials(name)
    return format_html(AVATAR, kind, username, hue(username), shown, HERE if here else "")


def _picture_of(user: Any, size: str) -> str:
    """The address of somebody's picture, "" without one."""
    if isinstance(user, User):
        paths = picture_paths(user.pk.hex, user.picture) or {}
        return paths.get("large" if size == "large" else "small", "")
    return str(user.picture_small)
