"""The texts of the page's scripts, brought by a script that runs before the modules."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from chat.views.catalog import version

register = template.Library()


@register.simple_tag
def catalog_script() -> SafeString:
    """Deferred as modules are, so it neither holds up the page nor comes after them."""
    language = get_language()
    address = reverse("catalog", args=[language, version(language)])
    return format_html('<script defer src="{}"></script>', address)
