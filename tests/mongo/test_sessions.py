"""Sessions: found by `_id`, gone when they have expired."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chatsite.mongo.sessions import SessionStore
from chatsite.mongo.sessions.models import Session
from tests.mongo.plans import collection, work
from tests.mongo.sent_commands import commands

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionStore:
    session = SessionStore()
    session["room"] = "general"
    session.create()
    return session


def test_a_session_is_one_document_by_its_key(session: SessionStore) -> None:
    again = SessionStore(session.session_key)
    with commands() as sent:
        assert again["room"] == "general"
    assert sent == ["find django_session"]
    current = {"_id": session.session_key, "expire_date": {"$gt": timezone.now()}}
    read = collection("django_session").find(current).explain()["executionStats"]
    assert (read["totalKeysExamined"], read["totalDocsExamined"]) == (1, 1)


def test_saving_touches_one_document(session: SessionStore) -> None:
    assert work(session.save) == (1, 1)


def test_an_expired_session_is_not_read(session: SessionStore) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert "room" not in SessionStore(session.session_key)


def test_the_server_drops_expired_sessions() -> None:
    index = collection("django_session").index_information()["session_expiry"]
    assert index["key"] == [("expire_date", 1)]
    assert index["expireAfterSeconds"] == 0


def test_signing_in_gives_the_session_another_key(client: Client, django_user_model: Any) -> None:
    person = django_user_model.objects.create_user("ada", password="x")
    client.session.save()
    before = client.session.session_key
    client.force_login(person)
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert keys == {client.session.session_key}
    assert before not in keys
