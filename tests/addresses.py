"""Every address of the site by its name, so that a test of all pages forgets none that is added."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """`name` with its namespace, such as `admin:chat_room_changelist`, and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> Iterator[Address]:
    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, inner)
        elif pattern.name:
            yield Address(f"{space}{pattern.name}", tuple(pattern.pattern.regex.groupindex))
