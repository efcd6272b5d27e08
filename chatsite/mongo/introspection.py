"""What migrations read of a collection's indexes."""

from django_mongodb_backend import introspection


class DatabaseIntrospection(introspection.DatabaseIntrospection):
    """Knows text and hashed indexes too: stock ends any look at such a collection with KeyError."""

    ORDER_DIR = {**introspection.DatabaseIntrospection.ORDER_DIR, "text": "TEXT", "hashed": "HASHED"}
