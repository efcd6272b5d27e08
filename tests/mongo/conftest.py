"""The same small world twice: made and read by our engine, and by the stock one (alias "stock")."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django_mongodb_backend.base import DatabaseWrapper as StockWrapper

from tests.mongo.models import MODELS, Person, Place, Post

PEOPLE, PLACES, POSTS_A_PLACE = 100, 10, 200
ALIASES = ("stock", "default")
NOON = datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def stock(django_db_setup: None, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A second connection, through django_mongodb_backend itself."""
    settings = {**connection.settings_dict, "ENGINE": "django_mongodb_backend"}
    settings["NAME"] = f"{settings['NAME']}_stock"
    connections.settings["stock"] = settings
    connections["stock"] = wrapper = StockWrapper(settings, "stock")
    with django_db_blocker.unblock():
        wrapper.ensure_connection()
    yield wrapper
    wrapper.connection.drop_database(settings["NAME"])
    wrapper.close_pool()
    del connections["stock"], connections.settings["stock"]


@pytest.fixture(scope="session")
def world(stock: BaseDatabaseWrapper, django_db_blocker: Any) -> Iterator[None]:
    """Both databases, with the same people, places and posts."""
    with django_db_blocker.unblock():
        for each in (connection, stock):
            with each.schema_editor() as editor:
                for model in MODELS:
                    editor.create_model(model)
            _fill(each.alias)
        yield
        with connection.schema_editor() as editor:
            for model in MODELS:
                editor.delete_model(model)


def _fill(alias: str) -> None:
    people = [Person(name=f"person {n}", phone=f"555-{n}" if n % 2 else None) for n in range(PEOPLE)]
    places = [Place(name=f"place {n}") for n in range(PLACES)]
    posts = [
        Post(
            place=place,
            author=people[seq % PEOPLE],
            editor=people[seq % 7] if seq % 3 == 0 else None,
            seq=seq,
            created=NOON + datetime.timedelta(seconds=seq),
            text=f"text {seq}",
        )
        for seq in range(1, POSTS_A_PLACE + 1)
        for place in places
    ]
    Person.objects.using(alias).bulk_create(people)
    Place.objects.using(alias).bulk_create(places)
    Post.objects.using(alias).bulk_create(posts)
