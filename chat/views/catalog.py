"""The texts of the page's scripts: Django's JavaScript catalog, under an address made of its content."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from chat.views.digests import check_language, digest_of, respond


@cache
def script(language: str) -> bytes:
    """The catalog of a language as a script that defines `django.gettext` and the like, globally."""
    request = HttpRequest()
    request.method = "GET"
    with translation.override(language):
        return bytes(JavaScriptCatalog.as_view(packages=["chat"])(request).content)  # type: ignore[attr-defined]


@cache
def version(language: str) -> str:
    """A digest of the catalog, which stands in its address."""
    return digest_of(script(language))


@require_safe
def catalog(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """The script that `version` names, or what this version of Wick has instead."""
    check_language(language)
    is_asked_for = digest == version(language)
    return respond(script(language), "text/javascript; charset=utf-8", is_asked_for=is_asked_for)
