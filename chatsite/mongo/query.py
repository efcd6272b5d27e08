"""The order of a query's stages: sort and limit where an index can serve them."""

from typing import Any

from bson import SON
from django.db.models.expressions import Col, Ref, ResolvedOuterRef, Subquery
from django.db.models.sql.constants import LOUTER
from django.db.models.sql.datastructures import Join
from django.db.models.sql.query import Query
from django_mongodb_backend.query import MongoQuery

from chatsite.mongo.errors import django_errors

Stages = list[dict[str, Any]]
ONE_REPLY = 1000  # rows


class EarlyLimitQuery(MongoQuery):
    """Emits $match, $sort, $skip, $limit first and joins, subqueries and $project after them.

    Stock emits joins first, and sorts after a $project or an $addFields, which hides from the planner
    that an index has the order already: it reads and sorts all that matches, and joins all of it too,
    for the sake of fifty rows.

    One difference shows: where a required foreign key points at a document that is gone, the row falls
    out after the limit and the page is one shorter. Stock would fill it up from the next page.
    """

    def get_cursor(self) -> Any:
        """As stock, but all rows of a limited query come in one reply, and not 101 of them."""
        connection, limit = self.compiler.connection, self.query.high_mark
        options = {"batchSize": limit + 1} if limit and limit <= ONE_REPLY else {}
        with django_errors():
            return self.compiler.collection.aggregate(
                self.get_pipeline(), session=connection.session, **options
            )

    def delete(self) -> int:
        with django_errors():
            return super().delete()

    def get_pipeline(self) -> Stages:
        stock: Stages = super().get_pipeline()
        if not self._may_limit_early() or (order := self._own_order()) is None:
            return stock
        stages = self._early_stages(order)
        if self.subquery_lookup:  # Stock has wrapped its own stages into a $lookup: ours take their place.
            stock[0]["$lookup"]["pipeline"] = stages
            return stock
        return stages

    def _early_stages(self, order: dict[str, int]) -> Stages:
        low, high = self.query.low_mark, self.query.high_mark
        stages: Stages = []
        if self.match_mql:
            stages.append({"$match": self.match_mql})
        if order:
            stages.append({"$sort": SON(order)})
        if low > 0:
            stages.append({"$skip": low})
        if high is not None:
            stages.append({"$limit": high - low})
        stages += self.lookup_pipeline or []
        for subquery in self.subqueries or []:
            stages += subquery.get_pipeline()
        if self.project_fields:
            stages.append({"$project": self.project_fields})
        return stages

    def _may_limit_early(self) -> bool:
        """True if what matches, and how many rows it makes, is known before anything is joined."""
        query = self.query
        if query.combinator or query.distinct:
            return False
        if self.aggregation_pipeline or self.combinator_pipeline or self.search_pipeline:
            return False
        if not (self.lookup_pipeline or self.subqueries):
            return True
        return self._is_own(self.compiler.get_where()) and all(map(_keeps_rows, self._joins()))

    def _joins(self) -> list[Join]:
        counts = self.query.alias_refcount
        return [j for alias, j in self.query.alias_map.items() if counts[alias] and isinstance(j, Join)]

    def _own_order(self) -> dict[str, int] | None:
        """The sort by columns of the base collection, as {column: 1 or -1}; None where it needs others."""
        order: dict[str, int] = {}
        for term in self.compiler.order_by_objs or []:
            column: Any = term.expression
            if isinstance(column, Ref):  # What values() and annotate() call a column.
                column = column.get_source_expressions()[0]
            if not self._is_own_column(column) or term.nulls_first or term.nulls_last:
                return None
            order.setdefault(column.target.column, -1 if term.descending else 1)
        return order

    def _is_own_column(self, expression: Any) -> bool:
        return isinstance(expression, Col) and expression.alias == self.compiler.collection_name

    def _is_own(self, expression: Any) -> bool:
        """True if the expression reads columns of the base collection only."""
        if isinstance(expression, Col):
            return self._is_own_column(expression)
        if isinstance(expression, Query | Subquery | ResolvedOuterRef):
            return False
        sources: list[Any] = getattr(expression, "get_source_expressions", list)()
        return all(self._is_own(source) for source in sources if source is not None)


def _keeps_rows(join: Join) -> bool:
    """True if the join makes just one row of each: its other side is one, and optional or surely there."""
    field: Any = join.join_field
    if join.filtered_relation:
        return False
    if join.join_type == LOUTER:
        return bool(field.many_to_one or field.one_to_one)
    return bool(field.concrete and (field.many_to_one or field.one_to_one))
