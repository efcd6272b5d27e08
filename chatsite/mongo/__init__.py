"""The database engine: `ENGINE = "chatsite.mongo"`.

A thin subclass of django-mongodb-backend. Each module repairs one thing that keeps ordinary
Django from using MongoDB's indexes, and says in its docstring what stock does and why that hurts.
Nothing is patched from outside: only subclasses, at the class attributes the backend offers.
`tests/mongo/` shows for every repair that stock still needs it; drop those that it no longer does.
"""
