"""Asking for pages, and what of the answers is not translated."""

from typing import Any

from django.test import Client

from chat.models import User
from tests.texts.visible import faults, untranslated

NAMES = frozenset({"Wick"})  # beside its version, in the admin


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def untranslated_in(answer: Any) -> set[str]:
    """What of an answer is not translated. Errors of the server are not pages."""
    assert answer.status_code not in (500, 503), answer.content[:500]
    text, kind = answer.content.decode(), answer.get("Content-Type", "")
    if kind.startswith("text/html"):
        return faults(text, NAMES)
    return {text} if kind.startswith("text/plain") and untranslated(text, NAMES) else set()
