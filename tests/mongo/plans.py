"""What a query reads, by explain()."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from bson.codec_options import CodecOptions, DatetimeConversion
from django.db import connections

from chat.storage import collections

Stages = list[dict[str, Any]]
Explain = Callable[[], dict[str, Any]]

# Bounds of an index on dates end where Python's years do not reach.
LENIENT: CodecOptions = CodecOptions(datetime_conversion=DatetimeConversion.DATETIME_MS)


class Work(NamedTuple):
    """Index keys and documents that the server examined."""

    keys: int
    documents: int


class Database:
    """The same for what is asked of no collection."""

    def __init__(self, database: Any, asked: list[Explain]) -> None:
        self._database, self._asked = database, asked

    def aggregate(self, pipeline: Stages, *arguments: Any, **options: Any) -> Any:
        self._asked.append(lambda: explained(self._database, 1, pipeline))
        return self._database.aggregate(pipeline, *arguments, **options)


def explained(database: Any, of: str | int, pipeline: Stages, **hint: str) -> Any:
    command: dict[str, Any] = {"aggregate": of, "pipeline": pipeline, "cursor": {}, **hint}
    return database.command("explain", command, verbosity="executionStats", codec_options=LENIENT)


class Recorder:
    """A collection that keeps how to explain what it was asked."""

    def __init__(self, collection: Any, asked: list[Explain]) -> None:
        self._collection, self._asked = collection, asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._collection, name)

    @property
    def database(self) -> Database:
        return Database(self._collection.database, self._asked)

    def aggregate(self, pipeline: Stages, **options: Any) -> Any:
        self._keep(pipeline, **({"hint": options["hint"]} if "hint" in options else {}))
        return self._collection.aggregate(pipeline, **options)

    def update_many(self, criteria: dict[str, Any], change: Any, **options: Any) -> Any:
        self._keep([{"$match": criteria}])
        return self._collection.update_many(criteria, change, **options)

    def delete_many(self, criteria: dict[str, Any], **options: Any) -> Any:
        self._keep([{"$match": criteria}])
        return self._collection.delete_many(criteria, **options)

    def find(self, *args: Any, **options: Any) -> Any:
        cursor = self._collection.find(*args, **options)

        def explain() -> Any:
            again = cursor.clone()  # by now it has its sort and limit
            again._collection = self._collection.with_options(codec_options=LENIENT)
            return again.explain()

        self._asked.append(explain)
        return cursor

    def find_one(self, *args: Any, **options: Any) -> Any:
        return next(self.find(*args, **options).limit(-1), None)

    def _keep(self, pipeline: Stages, **hint: str) -> None:
        database, name = self._collection.database, self._collection.name
        self._asked.append(lambda: explained(database, name, pipeline, **hint))


def collection(name: str, alias: str = "default") -> Any:
    """The pymongo collection of this name."""
    connection: Any = connections[alias]
    return connection.get_collection(name)


@contextmanager
def recorded(alias: str = "default") -> Iterator[list[Explain]]:
    """How to explain each query that is made meanwhile, by Django or by pymongo."""
    connection: Any = connections[alias]
    asked: list[Explain] = []
    original, stored = connection.get_collection, collections.collection
    connection.get_collection = lambda name, **options: Recorder(original(name, **options), asked)
    collections.collection = lambda name: cast(Any, Recorder(stored(name), asked))
    try:
        yield asked
    finally:
        del connection.get_collection
        collections.collection = stored


def work(ask: Callable[[], Any], alias: str = "default") -> Work:
    """What all queries that `ask` makes examine together."""
    with recorded(alias) as asked:
        ask()
    plans = [explain() for explain in asked]
    assert plans, "nothing was asked"
    return Work(_total(plans, "totalKeysExamined"), _total(plans, "totalDocsExamined"))


def _total(plan: Any, name: str) -> int:
    """The sum of all numbers of this name in the plan; every $cursor and every $lookup has its own."""
    if isinstance(plan, list):
        return sum(_total(part, name) for part in plan)
    if isinstance(plan, dict):
        parts = {key: part for key, part in plan.items() if key != "allPlansExecution"}
        return sum(part if key == name else _total(part, name) for key, part in parts.items())
    return 0


def compare(ask: Callable[[Any], Any], arrange: Callable[[str], Any] = str) -> tuple[Work, Work]:
    """What `ask` examines with the stock engine and with ours.

    `arrange` looks up what it needs before; without it, `ask` gets the connection's alias.
    """
    given = {alias: arrange(alias) for alias in ("stock", "default")}
    return work(lambda: ask(given["stock"]), "stock"), work(lambda: ask(given["default"]), "default")
