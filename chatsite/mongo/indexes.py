"""Kinds of index: unique ones that look-ups can use, one of some documents, and one that lets them expire."""

import datetime
from typing import TYPE_CHECKING, Any

from bson import Binary, Decimal128, ObjectId
from django.db.models import Field, Index, Model
from pymongo.operations import IndexModel

if TYPE_CHECKING:
    from django_mongodb_backend.schema import DatabaseSchemaEditor

# The least value of each BSON type. A comparison matches values of its own type only, so
# {"$gte": least} selects just what {"$type": type} selects.
LEAST: dict[str, Any] = {
    "binData": Binary(b"", 0),
    "bool": False,
    "date": datetime.datetime(1, 1, 1),
    "decimal": Decimal128("-Infinity"),
    "double": float("-inf"),
    "int": float("-inf"),
    "long": float("-inf"),
    "objectId": ObjectId("0" * 24),
    "string": "",
}


class UniqueIndex(Index):
    """A unique index that serves look-ups as well as it keeps values apart.

    Stock makes every unique index partial, by {"$type": …}, so that several nulls may stand beside one
    another as in SQL. The planner uses a partial index only where the query implies its filter, and no
    query implies a $type: each look-up by a unique field reads the whole collection.
    Where no field can be null, no filter is needed. Where one can, {"$gte": least} leaves the nulls out
    just as well, and {column: value} implies it.
    """

    def get_pymongo_index_model(
        self,
        model: type[Model],
        schema_editor: "DatabaseSchemaEditor",
        field: Field | None = None,
        unique: bool = True,
        column_prefix: str = "",
    ) -> IndexModel:
        index = super().get_pymongo_index_model(model, schema_editor, field=field)  # type: ignore[misc]
        index.document["unique"] = True
        fields: list[Any] = (
            [field] if field else [model._meta.get_field(name) for name, _ in self.fields_orders]
        )
        for each in fields:
            if each.null:
                only = index.document.setdefault("partialFilterExpression", {})
                only.setdefault(each.column, {}).update(_not_null(each.db_type(schema_editor.connection)))
        return index


def _not_null(db_type: str) -> dict[str, Any]:
    """The condition that a value of this BSON type is there, in a form that the planner can reason about."""
    return {"$gte": LEAST[db_type]} if db_type in LEAST else {"$type": db_type}


class ExpiryIndex(Index):
    """Has MongoDB delete a document once the date in the (one) indexed field has passed.

    A background task of the server does so about every 60 seconds, so readers must still check the date.
    """

    def get_pymongo_index_model(self, *args: Any, **kwargs: Any) -> IndexModel:
        index = super().get_pymongo_index_model(*args, **kwargs)  # type: ignore[misc]
        index.document["expireAfterSeconds"] = 0
        return index


class PresentIndex(Index):
    """Has only the documents in which each indexed field that may be null is present.

    A query uses it if it compares such a field with a constant other than null.
    """

    def get_pymongo_index_model(
        self, model: type[Model], schema_editor: "DatabaseSchemaEditor", **options: Any
    ) -> IndexModel:
        index = super().get_pymongo_index_model(model, schema_editor, **options)  # type: ignore[misc]
        fields = [model._meta.get_field(name) for name, _ in self.fields_orders]
        index.document["partialFilterExpression"] = {
            each.column: {"$exists": True} for each in fields if isinstance(each, Field) and each.null
        }
        return index
