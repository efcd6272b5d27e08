"""Migrations can look at collections that have any kind of index."""

from typing import Any

import pytest
from django.db import connections

from tests.mongo.conftest import ALIASES
from tests.mongo.plans import collection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.mark.parametrize(("kind", "shown"), [("text", ["TEXT", "ASC"]), ("hashed", ["HASHED"])])
def test_stock_stumbles_over_indexes_that_are_not_ordered(kind: str, shown: list[str]) -> None:
    def orders(alias: str) -> list[str]:
        introspection: Any = connections[alias].introspection
        name = collection("mongo_post", alias).create_index([("text", kind)])
        try:
            return introspection.get_constraints(None, "mongo_post")[name]["orders"]
        finally:
            collection("mongo_post", alias).drop_index(name)

    stock, ours = ALIASES
    with pytest.raises(KeyError):
        orders(stock)
    assert orders(ours) == shown
