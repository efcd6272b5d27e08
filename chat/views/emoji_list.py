"""The emoji that the page's picker offers, as JSON under an address made of its content."""

from functools import cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chat.text.emoji import by_group
from chat.views.digests import check_language, digest_of, respond


@cache
def content(language: str) -> bytes:
    """Of each group, its emoji, each as a list: the emoji, its name, codes, keywords and skin tones."""
    groups = by_group(language)
    return msgspec.json.encode(
        {
            group: [[each.text, each.name, each.codes, each.keywords, each.tones] for each in found]
            for group, found in groups.items()
        }
    )


@cache
def version(language: str) -> str:
    """A digest of the list, which stands in its address."""
    return digest_of(content(language))


@require_safe
def emoji_list(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """The list that `version` names, or what this version of Wick has instead."""
    check_language(language)
    return respond(content(language), "application/json", is_asked_for=digest == version(language))
