"""Emptying the database, as each test does after itself."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from chatsite.mongo.sessions import SessionStore
from chatsite.mongo.sessions.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionStore:
    session = SessionStore()
    session.create()
    return session


def deletes() -> int:
    """How many delete commands the server has seen."""
    client: Any = connection.connection
    return client.admin.command("serverStatus")["metrics"]["commands"]["delete"]["total"]


def test_stock_deletes_where_nothing_is(stock: Any) -> None:
    tables = [f"empty_{n}" for n in range(10)]
    before = deletes()
    stock.ops.execute_sql_flush(tables)
    assert deletes() == before + 10
    connection.ops.execute_sql_flush(tables)
    assert deletes() == before + 10


def test_everything_goes(session: SessionStore) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert not Session.objects.exists()


def test_permissions_and_content_types_stay() -> None:
    def kept() -> set[Any]:
        return {*Permission.objects.values_list("pk"), *ContentType.objects.values_list("pk")}

    before = kept()
    call_command("flush", interactive=False, verbosity=0)
    assert kept() == before
