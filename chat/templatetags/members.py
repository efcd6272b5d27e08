"""The members of a room, of whom a page has up to 200, by a template of Jinja."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import template
from django.template.backends.utils import csrf_input
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from chat.templatetags import jinja
from chat.templatetags.people import face

register = template.Library()

MODERATION = {"moderator": "room-moderator", "remove": "room-remove", "ban": "room-ban"}


@register.simple_tag(takes_context=True)
def members(context: Context) -> SafeString:
    """The items of a list. Looks into the page for its `room`, `members`, `badges` and `user`, and whether
    that one `moderates`."""
    reader = context["user"]
    moderates = bool(context["moderates"])
    html = jinja.found("members.html").render(
        room=context["room"],
        members=context["members"],
        badges=context["badges"],
        reader=reader,
        moderates=moderates,
        face=partial(face, context),
        part=partial(jinja.part, context),
        csrf_input=csrf_input(context["request"]) if moderates else "",
        addresses=_addresses(context["room"].slug),
    )
    return SafeString(html)


def _addresses(slug: str) -> Callable[[str], dict[str, Any] | None]:
    """Where somebody is moderated, by what is done; None for a name that no address can hold, as an import
    may bring."""

    def addresses(username: str) -> dict[str, Any] | None:
        try:
            return {what: reverse(name, args=[slug, username]) for what, name in MODERATION.items()}
        except NoReverseMatch:
            return None

    return addresses
