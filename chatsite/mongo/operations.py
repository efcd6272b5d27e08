"""Which compilers to use, and how to empty a database."""

from collections.abc import Sequence

from django_mongodb_backend import operations

# `flush` ends with post_migrate, which would write the very same documents again.
KEPT_BY_FLUSH = {"auth_permission", "django_content_type"}


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "chatsite.mongo.compiler"

    def execute_sql_flush(self, tables: Sequence[str]) -> None:
        """Empty the collections that hold something, as each test does after itself.

        Stock sends a delete to every collection, which waits for the journal even where there is
        nothing to delete, and has permissions and content types made again each time.
        """
        emptied = [table for table in tables if table not in KEPT_BY_FLUSH]
        super().execute_sql_flush(self._that_hold_documents(emptied))

    def _that_hold_documents(self, tables: Sequence[str]) -> list[str]:
        """Asked by one command for all of them."""
        pipeline: list[dict[str, object]] = [{"$documents": []}]
        for table in tables:
            first = [{"$limit": 1}, {"$project": {"_id": 0, "table": {"$literal": table}}}]
            pipeline.append({"$unionWith": {"coll": table, "pipeline": first}})
        return [found["table"] for found in self.connection.database.aggregate(pipeline)]
