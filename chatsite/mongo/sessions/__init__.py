"""Sessions in MongoDB: the session key is the document's `_id`, and expired ones go by themselves."""

import json
from typing import TYPE_CHECKING, Any

from bson import ObjectId
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.serializers import JSONSerializer
from django.db import connection
from django.dispatch import Signal
from django.utils import timezone
from django_mongodb_backend.query import wrap_database_errors

renewed = Signal()  # a `session` has another key than `old`, which is about to end

if TYPE_CHECKING:
    from chatsite.mongo.sessions.models import Session


class Serializer(JSONSerializer):
    """JSON, in which the key of a document is a text."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":"), default=_as_text).encode("latin-1")


def _as_text(value: Any) -> str:
    if isinstance(value, ObjectId):
        return str(value)
    raise TypeError(f"A session cannot hold {type(value).__name__}")


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, kept in our Session model."""

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        from chatsite.mongo.sessions.models import Session  # Models cannot be imported before the apps are.

        return Session

    def load(self) -> dict[str, Any]:
        """By one plain find: each page begins with this, and a queryset takes three times as long."""
        found = self._stored()
        if found is None:
            self._session_key = None
            return {}
        content: dict[str, Any] = self.decode(found["session_data"])
        return content

    @wrap_database_errors
    def _stored(self) -> dict[str, Any] | None:
        sessions = connection.database[self.get_model_class()._meta.db_table]  # type: ignore[attr-defined]
        current = {"_id": self.session_key, "expire_date": {"$gt": timezone.now()}}
        found: dict[str, Any] | None = sessions.find_one(current, {"_id": 0, "session_data": 1})
        return found

    def renew(self) -> str | None:
        """Another key for the same content. The old one, which is returned, is good until it is deleted."""
        old, content = self.session_key, self._session  # type: ignore[attr-defined]
        self.create()
        self._session_cache = content
        return old

    def cycle_key(self) -> None:
        """Django calls it where the one behind the session stays the same; open sockets go on with it."""
        if old := self.renew():
            renewed.send(type(self), session=self, old=old)
            self.delete(old)
