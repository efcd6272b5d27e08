"""The connection: puts the engine's classes together, and survives a commit that failed."""

from django_mongodb_backend import base

from chatsite.mongo.errors import django_errors
from chatsite.mongo.introspection import DatabaseIntrospection
from chatsite.mongo.operations import DatabaseOperations
from chatsite.mongo.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's view of the database; the MongoClient below it is shared by all threads."""

    SchemaEditorClass = DatabaseSchemaEditor
    introspection_class = DatabaseIntrospection
    ops_class = DatabaseOperations

    def connect(self) -> None:
        """Connect, or raise OperationalError; stock lets the driver's own error through."""
        with django_errors():
            super().connect()

    def commit_mongo(self) -> None:
        """Commit, or raise OperationalError and be without a transaction.

        Stock keeps the session of a failed commit. Every later atomic() of this thread would find it,
        begin nothing, and keep what it should have rolled back.
        """
        try:
            with django_errors():
                super().commit_mongo()
        finally:
            if self.session is not None:
                self._end_session()
