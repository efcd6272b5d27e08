"""The database engine: `ENGINE = "chatsite.mongo"`.

A thin subclass of django-mongodb-backend. Each module repairs one thing that keeps ordinary
Django from using MongoDB's indexes, and says in its docstring what stock does and why that hurts.
Nothing of it is patched from outside: only subclasses, at the class attributes the backend offers.
`tests/mongo/` shows for every repair that stock still needs it; drop those that it no longer does.

    indexes, schema     unique indexes that look-ups can use
    query               sort and limit before joins, by an index
    compiler            prefetch_related of a foreign key by the other side's index
    errors, base        every error as Django's, with text; no dead session after a failed commit
    introspection       text and hashed indexes do not end a migration
    operations          a flush that touches only what holds something
    sessions            the session's key in `_id`; expired ones go by themselves
    paginator           lists of the admin that are not counted to their end
    apps, migrations    Django's own apps with ObjectId keys
    without_gis         no search for geographic libraries at each start

What reads more than it returns with any engine, and what to do instead:

    icontains, contains, endswith, iexact, istartswith, regex: they read the whole index, or without
        one the whole collection. (startswith seeks.) Keep a lower-case column beside, or narrow the
        rows by an indexed column first.
    filter(author__name="ada"): joins every row before it looks. Look Ada's key up first.
    pk__in=<queryset>, Exists, order_by across a key: the same. Give a list.
    room.members.all() of a many-to-many field: begins at the far end. Use the model in between.
    count() of a large collection: walks the index. See paginator.
"""

from chatsite.mongo.without_gis import without_gis

with without_gis():
    import django_mongodb_backend.base  # noqa: F401
