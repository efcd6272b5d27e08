"""Content in a language under an address with a digest of it, so that browsers can keep it for ever."""

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpResponse

IMMUTABLE = "public, max-age=31536000, immutable"


def digest_of(content: bytes) -> str:
    """What stands in the address of this content."""
    return sha256(content).hexdigest()[:16]


def check_language(language: str) -> None:
    """Raises Http404 for a language that this site does not have."""
    if language not in dict(settings.LANGUAGES):
        raise Http404


def respond(content: bytes, content_type: str, *, is_asked_for: bool) -> HttpResponse:
    """Browsers keep it, unless it is not what was asked for: during an upgrade a page of the other version
    may name the digest of what that one has."""
    response = HttpResponse(content, content_type=content_type)
    if is_asked_for:
        response["Cache-Control"] = IMMUTABLE
    return response
