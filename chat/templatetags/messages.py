"""Messages of a page, each by a template of Jinja: a page has many, and Django's templates take ten times as
long for one. What few messages have is in templates of Django's, as everything else is."""

from functools import cache, partial
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chat.templatetags.icons import icon
from chat.templatetags.labels import message_actions_label
from chat.templatetags.people import face, hue, person_link
from chat.views.timeline import MessageRow

register = template.Library()

FOLDER = "templates/jinja"


@cache
def environment() -> Environment:
    """What templates of Jinja may use beside what they are given."""
    made = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / FOLDER),
        autoescape=True,
        auto_reload=settings.DEBUG,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"hue": hue, "person_link": person_link, "message_actions_label": message_actions_label}
    made.globals |= {"_": gettext, "icon": icon}
    return made


@register.simple_tag(takes_context=True)
def message(context: Context, row: MessageRow, prefix: str = "") -> SafeString:
    """A row of the timeline. `prefix`: what its ids begin with, where the page shows a message twice.

    Looks into the page for its `room`, whether the reader `moderates`, and whether the message is `alone`.
    """
    room = context["room"]
    url = room.get_absolute_url()
    found = environment().get_template("message.html")
    html = found.render(
        row=row,
        prefix=prefix,
        url=url,
        at=row.at.isoformat(),
        time=date_format(row.at, "TIME_FORMAT"),
        moderates=context.get("moderates"),
        may_act=not (context.get("alone") or room.is_archived),
        face=partial(face, context),
        part=partial(_part, context, row=row, url=url),
    )
    return SafeString(html)


def _part(context: Context, name: str, **values: Any) -> SafeString:
    """A template of Django's, with what is in the page and these values."""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(**values):
        return engine.get_template(name).render(context)
