"""Migrations: unique indexes that look-ups can use, out of the way while fields change, and patience."""

import copy
from contextlib import ExitStack
from typing import Any

import pymongo
from django.db import DatabaseError
from django.db.models import Field, Index, Model
from django_mongodb_backend import schema

from chatsite.mongo.indexes import UniqueIndex


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Stock's editor with UniqueIndex for unique indexes.

    To a unique index without a filter a missing column is a null, and many nulls are duplicates. So the
    index must be gone before a column is renamed or unset, and be made again where its filter changes.

    And a migration may take its time: timeoutMS is for people who wait, while an index over millions of
    documents takes minutes, and would be given up and started again for ever.
    """

    def __enter__(self) -> "DatabaseSchemaEditor":
        self._patience = ExitStack()
        self._patience.enter_context(pymongo.timeout(0))
        return super().__enter__()

    def __exit__(self, *error: Any) -> None:
        with self._patience:
            super().__exit__(*error)

    def create_model(self, model: type[Model]) -> None:
        # Migrations are no transactions here: one that was cut off has made some collections already.
        # An empty one is started again; one with documents is nobody's to drop, and stops the migration.
        left_over = self.connection.database[model._meta.db_table]
        if left_over.find_one({}, {"_id": 1}) is not None:
            raise DatabaseError(
                f"{left_over.full_name} has documents already, which no migration of this code stored. "
                "Name another database, or drop that one if nothing in it is needed."
            )
        left_over.drop()
        super().create_model(model)

    def add_index(
        self,
        model: type[Model],
        index: Index,
        *,
        unique: bool = False,
        column_prefix: str = "",
        **kwargs: Any,
    ) -> None:
        # Inside embedded models (a column prefix) the whole path may be missing: those stay as in stock.
        if unique and not column_prefix:
            index = UniqueIndex(fields=index.fields, name=index.name, condition=index.condition)
        super().add_index(model, index, unique=unique, column_prefix=column_prefix, **kwargs)

    def alter_field(
        self, model: type[Model], old_field: Field, new_field: Field, strict: bool = False
    ) -> None:
        if not self._field_should_have_unique(old_field) or self._shape(old_field) == self._shape(new_field):
            super().alter_field(model, old_field, new_field, strict)
            return
        self._remove_field_unique(model, old_field)
        super().alter_field(model, _without_unique(old_field), _without_unique(new_field), strict)
        if self._field_should_have_unique(new_field):
            self._add_field_unique(model, new_field)

    def remove_field(self, model: type[Model], field: Field) -> None:
        if self._field_should_have_unique(field):
            self._remove_field_unique(model, field)
            field = _without_unique(field)
        super().remove_field(model, field)

    def _shape(self, field: Field) -> tuple[str | None, bool, str | None]:
        """What of a field its unique index depends on."""
        return field.column, field.null, field.db_type(self.connection)


def _without_unique(field: Field) -> Field:
    """The field as it is when its unique index is taken care of elsewhere."""
    if not field.unique:
        return field
    field = copy.copy(field)
    # `unique` is a cached property; a relation's db_index counts only where `unique` is not set.
    field.__dict__.update(unique=False, db_index=False)
    return field
