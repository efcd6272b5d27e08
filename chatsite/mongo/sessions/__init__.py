"""Sessions in MongoDB: the session key is the document's `_id`, and expired ones go by themselves."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, kept in our Session model."""

    @classmethod
    def get_model_class(cls):
        from chatsite.mongo.sessions.models import Session

        return Session
