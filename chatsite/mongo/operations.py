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
        super().execute_sql_flush([t for t in tables if t not in KEPT_BY_FLUSH and self._holds_documents(t)])

    def _holds_documents(self, table: str) -> bool:
        return self.connection.database[table].find_one({}, {"_id": 1}) is not None
