"""Errors come out as Django's, with the driver's sentence; a failed commit leaves nothing behind."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django_mongodb_backend.base import DatabaseWrapper as StockWrapper
from django_mongodb_backend.transaction import atomic
from pymongo.errors import CursorNotFound, PyMongoError
from pymongo.read_concern import ReadConcern

from chatsite.mongo.base import DatabaseWrapper
from tests.mongo.conftest import ALIASES
from tests.mongo.models import Place, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def read_while_the_cursor_is_killed(alias: str) -> None:
    rows = Post.objects.using(alias).all().iterator(chunk_size=50)
    next(rows)
    wrapper: Any = connections[alias]
    admin = wrapper.connection.get_database("admin", read_concern=ReadConcern("local"))
    idle = admin.aggregate([{"$currentOp": {"idleCursors": True, "localOps": True}}])
    namespace = f"{wrapper.settings_dict['NAME']}.mongo_post"
    cursors = [op["cursor"]["cursorId"] for op in idle if op.get("ns") == namespace and "cursor" in op]
    wrapper.database.command("killCursors", "mongo_post", cursors=cursors)
    list(rows)


def commit_after_the_session_was_killed(alias: str) -> None:
    with atomic(using=alias):
        Place.objects.using(alias).create(name="nowhere")
        wrapper: Any = connections[alias]
        wrapper.connection.admin.command("killSessions", [{"id": wrapper.session.session_id["id"]}])


def test_stock_lets_errors_of_a_read_cursor_through() -> None:
    with pytest.raises(CursorNotFound):
        read_while_the_cursor_is_killed("stock")
    with pytest.raises(OperationalError, match="cursor id"):
        read_while_the_cursor_is_killed("default")


def test_stock_keeps_the_session_of_a_failed_commit(stock: Any) -> None:
    try:
        with pytest.raises(PyMongoError):
            commit_after_the_session_was_killed("stock")
        assert stock.session is not None
    finally:
        stock._end_session()
    with pytest.raises(OperationalError, match="aborted"):
        commit_after_the_session_was_killed("default")
    assert connection.session is None  # type: ignore[attr-defined]


def test_rollback_works_after_a_failed_commit() -> None:
    with pytest.raises(OperationalError):
        commit_after_the_session_was_killed("default")
    with pytest.raises(IntegrityError), atomic():
        Place.objects.bulk_create([Place(name="nowhere"), Place.objects.get(name="place 0")])
    assert not Place.objects.filter(name="nowhere").exists()


def test_stock_has_no_text_for_what_went_wrong() -> None:
    def wrong(alias: str) -> str:
        with pytest.raises(DatabaseError) as caught:
            Post.objects.using(alias).filter(text__regex="(").exists()
        return str(caught.value)

    assert {alias: "regular expression" in wrong(alias).lower() for alias in ALIASES} == {
        "stock": False,
        "default": True,
    }


def test_stock_lets_an_unreachable_server_through() -> None:
    def unreachable(kind: type[BaseDatabaseWrapper]) -> BaseDatabaseWrapper:
        nobody = {"HOST": "mongodb://127.0.0.1:9/", "OPTIONS": {"serverSelectionTimeoutMS": 50}}
        return kind({**connection.settings_dict, **nobody}, f"nobody-{kind.__module__}")

    with pytest.raises(PyMongoError):
        unreachable(StockWrapper).ensure_connection()
    with pytest.raises(OperationalError, match=r"127\.0\.0\.1:9"):
        unreachable(DatabaseWrapper).ensure_connection()
