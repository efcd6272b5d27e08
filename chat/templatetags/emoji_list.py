"""Where the page's picker finds its emoji, in the reader's language."""

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from chat.views.emoji_list import version

register = template.Library()


@register.simple_tag
def emoji_list_url() -> str:
    language = get_language() or "en"
    return reverse("emoji-list", args=[language, version(language)])
