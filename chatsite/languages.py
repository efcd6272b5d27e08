"""The languages of the site: English, in which its texts are written, and those with a catalog."""

from collections.abc import Iterable, Mapping
from operator import mod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, parse_cookie
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language_from_request, to_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText
else:
    LazyText = Promise  # becomes text when it is read, in the language of its reader

SOURCE = "en"
Text = str | LazyText
_filled: Any = lazy(mod, str)


def filled(text: Text, **values: Any) -> LazyText:
    """A text with its named places filled in, such as %(name)s, when it is read."""
    return _filled(text, values)


def offered(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """Code and own name of English, and of each language with a compiled catalog in one of the folders."""
    compiled = {path.parts[-3] for folder in folders for path in folder.glob("*/LC_MESSAGES/django.mo")}
    codes = {SOURCE, *map(to_language, compiled)}
    return [(code, LANG_INFO.get(code, {}).get("name_local", code)) for code in sorted(codes)]


def of_headers(headers: Mapping[bytes, bytes]) -> str:
    """The language in which to answer a request with these, by the rule that pages follow: their cookie, then
    what their browser asks for, then the site's."""
    if len(settings.LANGUAGES) == 1:
        return settings.LANGUAGE_CODE
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin1")
    return get_language_from_request(request)
