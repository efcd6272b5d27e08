"""The connection: puts the engine's classes together."""

from django_mongodb_backend import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's view of the database; the MongoClient below it is shared by all threads."""
