"""The author of an event, as the wire shows it (no I/O)."""

from typing import Annotated

from msgspec import Meta, Struct


class Author(Struct, frozen=True, gc=False):
    """Who did it, by the names of that moment. `id` is hyphenated, as on the wire."""

    id: Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
    username: str
    name: str


def id_of(key: str) -> str:
    """The id on the wire of somebody's key in the database, which is the same without hyphens."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
