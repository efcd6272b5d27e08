"""One MongoClient for a process, whatever threads do with their connections."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.mongo.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def client_after_a_query(number: int) -> Any:
    assert Person.objects.get(name=f"person {number}")
    client = connection.connection
    connection.close()
    assert Person.objects.get(name=f"person {number}")
    assert connection.connection is client
    return client


def test_threads_share_one_client() -> None:
    with ThreadPoolExecutor(8) as threads:
        clients = set(threads.map(client_after_a_query, range(40)))
    assert clients == {connection.connection}
