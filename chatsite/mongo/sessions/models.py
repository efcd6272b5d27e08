"""The session document."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from chatsite.mongo.indexes import ExpiryIndex
from chatsite.mongo.sessions import SessionStore


class Session(AbstractBaseSession):
    """A browser's session, found by `_id` alone; MongoDB drops it within a minute of expire_date."""

    session_key = models.CharField("session key", max_length=40, primary_key=True, db_column="_id")
    session_data = models.TextField("session data")
    expire_date = models.DateTimeField("expire date")

    class Meta(AbstractBaseSession.Meta):
        db_table = "django_session"
        indexes = [ExpiryIndex(fields=["expire_date"], name="session_expiry")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore
