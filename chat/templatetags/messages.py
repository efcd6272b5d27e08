"""Messages of a page, each by a template of Jinja. What few messages have is in templates of Django's, as
everything else is."""

from functools import partial
from typing import Any

from django import template
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from chat.templatetags import jinja
from chat.templatetags.people import face
from chat.views.timeline import MessageRow

register = template.Library()


@register.simple_tag(takes_context=True)
def message(context: Context, row: MessageRow, prefix: str = "") -> SafeString:
    """A row of the timeline. `prefix`: what its ids begin with, where the page shows a message twice.

    Looks into the page for its `room`, whether the reader `moderates`, and whether the message is `alone`.
    """
    room = context["room"]
    url = room.get_absolute_url()
    draw: Any = jinja.found("message.html").module
    html = draw.message(
        row=row,
        prefix=prefix,
        url=url,
        at=row.at.isoformat(),
        time=date_format(row.at, "TIME_FORMAT"),
        moderates=context.get("moderates"),
        may_act=not (context.get("alone") or room.is_archived),
        face=partial(face, context),
        part=partial(jinja.part, context, row=row, url=url),
    )
    return SafeString(html)
