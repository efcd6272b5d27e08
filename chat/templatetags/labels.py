"""Texts with a value in them that stand in every row of a list, where {% blocktranslate %} costs much."""

from django import template
from django.utils.formats import localize
from django.utils.translation import gettext, ngettext

register = template.Library()


@register.filter
def people_count(number: int) -> str:
    """How many people there are."""
    shown = localize(max(0, number))
    return ngettext("%(count)s person", "%(count)s people", number) % {"count": shown}


@register.filter
def join_label(slug: str) -> str:
    return gettext("Join #%(room)s") % {"room": slug}


@register.filter
def message_actions_label(time: str) -> str:
    return gettext("Actions for the message of %(time)s") % {"time": time}


@register.filter
def message_label(name: str) -> str:
    return gettext("Message %(name)s") % {"name": name}


@register.filter
def pins_label(pins: list[int]) -> str:
    return ngettext("%(count)s pinned message", "%(count)s pinned messages", len(pins)) % {"count": len(pins)}
