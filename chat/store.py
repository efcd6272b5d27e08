"""MongoDB's collections by name, over Django's own client."""

from typing import Any

from django.db import connection
from pymongo.collection import Collection
from pymongo.database import Database

_known: dict[tuple[int, str, str], Collection[dict[str, Any]]] = {}


def collection(name: str) -> Collection[dict[str, Any]]:
    """The collection, kept for the next call. Not through Django's log of queries, which DEBUG turns on
    and which would remember every message."""
    database: Database[dict[str, Any]] = connection.database  # type: ignore[attr-defined]
    key = (id(database.client), database.name, name)
    found = _known.get(key)
    if found is None:
        found = _known[key] = database[name]
    return found
