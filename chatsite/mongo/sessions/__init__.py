"""Sessions in MongoDB: the session key is the document's `_id`, and expired ones go by themselves."""

from typing import TYPE_CHECKING

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

if TYPE_CHECKING:
    from chatsite.mongo.sessions.models import Session


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, kept in our Session model."""

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        from chatsite.mongo.sessions.models import Session  # Models cannot be imported before the apps are.

        return Session
