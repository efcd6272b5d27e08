"""From Django's query to MongoDB's pipeline."""

from collections.abc import Iterator
from typing import Any

from django.db.models.fields.tuple_lookups import TupleIn
from django.db.models.lookups import In
from django.db.models.sql.where import AND, WhereNode
from django_mongodb_backend import compiler as stock

from chatsite.mongo.errors import django_errors
from chatsite.mongo.query import EarlyLimitQuery

Stages = list[dict[str, Any]]


class SQLCompiler(stock.SQLCompiler):
    query_class = EarlyLimitQuery

    def build_query(self, columns: Any = None) -> EarlyLimitQuery:
        if where := self.get_where():
            self.set_where(_with_plain_in(where))
        return super().build_query(columns)

    def cursor_iter(self, cursor: Any, chunk_size: int, columns: Any) -> Iterator[list[Any]]:
        """Read the cursor; errors of getMore come here, long after get_cursor()."""
        with django_errors():
            yield from super().cursor_iter(cursor, chunk_size, columns)


def _with_plain_in(where: WhereNode) -> WhereNode:
    """The condition with every `(column) in ((a), (b))` at its top written as `column in (a, b)`.

    Django 5.2 fetches forward foreign keys with the former (prefetch_related). Stock turns it into
    $expr, for which no index is used.
    """
    if where.connector != AND or not any(map(_is_tuple_of_one, where.children)):
        return where
    where = where.copy()
    where.children = [_plain_in(child) if _is_tuple_of_one(child) else child for child in where.children]
    return where


def _is_tuple_of_one(node: Any) -> bool:
    return isinstance(node, TupleIn) and len(node.lhs) == 1 and isinstance(node.rhs, list | tuple)


def _plain_in(node: Any) -> Any:
    return In(node.lhs.get_cols()[0], [value for (value,) in node.rhs])


class SQLInsertCompiler(stock.SQLInsertCompiler, SQLCompiler):
    def insert(self, docs: list[dict[str, Any]], returning_fields: Any = None) -> list[tuple[Any]]:
        with django_errors():
            return super().insert(docs, returning_fields=returning_fields)


class SQLDeleteCompiler(stock.SQLDeleteCompiler, SQLCompiler):
    pass


class SQLUpdateCompiler(stock.SQLUpdateCompiler, SQLCompiler):
    def update(self, criteria: dict[str, Any], pipeline: Stages) -> int:
        with django_errors():
            return super().update(criteria, pipeline)


class SQLAggregateCompiler(stock.SQLAggregateCompiler, SQLCompiler):
    def build_query(self, columns: Any = None) -> EarlyLimitQuery:
        """What is counted, without the key that MongoDB adds to any projection: where an index has the rest,
        no document is read."""
        query = super().build_query(columns)
        for rows in query.subqueries:
            if rows.project_fields and "_id" not in rows.project_fields:
                rows.project_fields = {**rows.project_fields, "_id": 0}
        return query
