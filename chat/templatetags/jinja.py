"""Templates of Jinja for what a page has dozens of: Django's templates take ten times as long for each."""

from functools import cache
from typing import Any

from django.conf import settings
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chat.templatetags import labels
from chat.templatetags.icons import icon
from chat.templatetags.people import hue, person_link

FOLDER = "templates/jinja"
FILTERS = {
    "hue": hue,
    "person_link": person_link,
    "message_actions_label": labels.message_actions_label,
    "message_label": labels.message_label,
}


def found(name: str) -> Template:
    """A template of FOLDER."""
    return _environment().get_template(name)


def part(context: Context, name: str, **values: Any) -> SafeString:
    """A template of Django's, with what is in the page and these values."""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(**values):
        return engine.get_template(name).render(context)


@cache
def _environment() -> Environment:
    """What the templates may use beside what they are given."""
    made = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / FOLDER),
        autoescape=True,
        auto_reload=settings.DEBUG,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS
    made.globals |= {"_": _text, "icon": icon}
    return made


def _text(text: str) -> str:
    """A text that stands in each item, in the language of the page."""
    return _translated(text, get_language())


@cache  # as many as the templates have
def _translated(text: str, _language: str | None) -> str:
    return gettext(text)
