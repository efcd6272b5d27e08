"""What a query reads, by explain()."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from bson.codec_options import CodecOptions, DatetimeConversion
from django.db import connections

# Bounds of an index on dates end where Python's years do not reach.
LENIENT: CodecOptions = CodecOptions(datetime_conversion=DatetimeConversion.DATETIME_MS)
Stages = list[dict[str, Any]]


class Work(NamedTuple):
    """Index keys and documents that the server examined."""

    keys: int
    documents: int


class Recorder:
    """A collection that keeps what it is asked, so that it can be explained afterwards."""

    def __init__(self, collection: Any, asked: list[tuple[str, Stages]]) -> None:
        self._collection, self._asked = collection, asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._collection, name)

    def aggregate(self, pipeline: Stages, **options: Any) -> Any:
        self._asked.append((self._collection.name, pipeline))
        return self._collection.aggregate(pipeline, **options)

    def update_many(self, criteria: dict[str, Any], change: Any, **options: Any) -> Any:
        self._asked.append((self._collection.name, [{"$match": criteria}]))
        return self._collection.update_many(criteria, change, **options)

    def delete_many(self, criteria: dict[str, Any], **options: Any) -> Any:
        self._asked.append((self._collection.name, [{"$match": criteria}]))
        return self._collection.delete_many(criteria, **options)


@contextmanager
def recorded(alias: str = "default") -> Iterator[list[tuple[str, Stages]]]:
    """The (collection, pipeline) of every query that Django makes meanwhile."""
    connection, asked = connections[alias], []
    original = connection.get_collection
    connection.get_collection = lambda name, **options: Recorder(original(name, **options), asked)
    try:
        yield asked
    finally:
        del connection.get_collection


def explained(collection: str, pipeline: Stages, alias: str = "default") -> dict[str, Any]:
    command = {"aggregate": collection, "pipeline": pipeline, "cursor": {}}
    return connections[alias].database.command(
        "explain", command, verbosity="executionStats", codec_options=LENIENT
    )


def work(ask: Callable[[], Any], alias: str = "default") -> Work:
    """What all queries that `ask` makes examine together."""
    with recorded(alias) as asked:
        ask()
    plans = [explained(collection, pipeline, alias) for collection, pipeline in asked]
    return Work(_total(plans, "totalKeysExamined"), _total(plans, "totalDocsExamined"))


def _total(plan: Any, name: str) -> int:
    """The sum of all numbers of this name in the plan; every $cursor and every $lookup has its own."""
    if isinstance(plan, list):
        return sum(_total(part, name) for part in plan)
    if isinstance(plan, dict):
        return sum(value if key == name else _total(value, name) for key, value in plan.items())
    return 0


def compare(ask: Callable[[Any], Any], arrange: Callable[[str], Any] = str) -> tuple[Work, Work]:
    """What `ask` examines with the stock engine and with ours.

    `arrange` looks up what it needs before; without it, `ask` gets the connection's alias.
    """
    given = {alias: arrange(alias) for alias in ("stock", "default")}
    return work(lambda: ask(given["stock"]), "stock"), work(lambda: ask(given["default"]), "default")
