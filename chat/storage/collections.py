"""MongoDB's collections by name, over Django's own client."""

from typing import Any

from django.db import connection
from django.db.models import Model
from pymongo.client_session import ClientSession
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


def union(kind: type[Model], stages: list[dict[str, Any]]) -> dict[str, Any]:
    """The stage that adds what `stages` find among another kind of rows: two look-ups by one command."""
    return {"$unionWith": {"coll": kind._meta.db_table, "pipeline": stages}}


def session() -> ClientSession | None:
    """That of the transaction which this thread is in (chat.storage.transaction), None outside of one."""
    current: ClientSession | None = connection.session  # type: ignore[attr-defined]
    return current
