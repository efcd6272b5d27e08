"""Unique fields through migrations: the index goes along, and documents keep what they hold."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection, connections, models
from pymongo.errors import PyMongoError

from tests.mongo.conftest import ALIASES
from tests.mongo.plans import collection

pytestmark = pytest.mark.django_db
TABLE = "mongo_changing"


def changing(**fields: models.Field) -> type[models.Model]:
    """A model of this moment, as a migration sees it."""
    meta = type("Meta", (), {"app_label": "mongo", "apps": Apps()})
    key = models.UUIDField(primary_key=True, db_column="_id")
    names = {"__module__": __name__, "Meta": meta, "id": key}
    return type("Changing", (models.Model,), {**names, **fields})


def changing_field(model: type[models.Model]) -> models.Field:
    return next(field for field in model._meta.fields if not field.primary_key)


def unique_indexes() -> dict[str, Any]:
    """The filter of each unique index, by column."""
    found = collection(TABLE).index_information().values()
    return {i["key"][0][0]: i.get("partialFilterExpression") for i in found if i.get("unique")}


@pytest.fixture
def made() -> Iterator[type[models.Model]]:
    model = changing(name=models.CharField(max_length=9, unique=True))
    with connection.schema_editor() as editor:
        editor.create_model(model)
    collection(TABLE).insert_many([{"_id": n, "name": f"name {n}"} for n in range(3)])
    yield model
    collection(TABLE).drop()


def alter(made: type[models.Model], after: type[models.Model]) -> None:
    with connection.schema_editor() as editor:
        editor.alter_field(made, changing_field(made), changing_field(after))


def test_renamed(made: type[models.Model]) -> None:
    alter(made, changing(title=models.CharField(max_length=9, unique=True)))
    assert unique_indexes() == {"title": None}
    assert sorted(collection(TABLE).distinct("title")) == ["name 0", "name 1", "name 2"]


def test_may_be_null_from_now_on(made: type[models.Model]) -> None:
    alter(made, changing(name=models.CharField(max_length=9, unique=True, null=True)))
    assert unique_indexes() == {"name": {"name": {"$gte": ""}}}
    collection(TABLE).insert_many([{"_id": 7, "name": None}, {"_id": 8, "name": None}])


def test_need_not_be_unique_any_more(made: type[models.Model]) -> None:
    alter(made, changing(name=models.CharField(max_length=9, null=True, db_index=True)))
    assert unique_indexes() == {}
    assert [("name", 1)] in [index["key"] for index in collection(TABLE).index_information().values()]


def test_made_unique(made: type[models.Model]) -> None:
    plain = changing(name=models.CharField(max_length=9))
    alter(made, plain)
    assert unique_indexes() == {}
    alter(plain, made)
    assert unique_indexes() == {"name": None}


def test_removed(made: type[models.Model]) -> None:
    with connection.schema_editor() as editor:
        editor.remove_field(made, changing_field(made))
    assert unique_indexes() == {}
    assert list(collection(TABLE).find({"_id": 1})) == [{"_id": 1}]


@pytest.mark.parametrize("alias", ALIASES)
def test_stock_gives_up_a_slow_migration(alias: str, world: None) -> None:
    hasty = {**connections[alias].settings_dict, "OPTIONS": {"timeoutMS": 100, "directConnection": True}}
    wrapper: Any = type(connections[alias])(hasty, f"hasty-{alias}")

    def migrate_slowly() -> None:
        with wrapper.schema_editor():
            assert wrapper.database["mongo_place"].find_one({"$where": "sleep(200) || true"})

    if alias == "stock":
        with pytest.raises(PyMongoError, match="time"):
            migrate_slowly()
    else:
        migrate_slowly()
    with pytest.raises(PyMongoError, match="time"):
        wrapper.database["mongo_place"].find_one({"$where": "sleep(200) || true"})
    wrapper.close_pool()


def test_one_to_one_renamed(made: type[models.Model]) -> None:
    other = models.OneToOneField(made, models.CASCADE, db_column="name")
    before, after = changing(other=other), changing(third=models.OneToOneField(made, models.CASCADE))
    alter(before, after)
    assert unique_indexes() == {"third_id": None}
