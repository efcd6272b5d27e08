"""Fixtures for all tests. The servers they run on are in services.py."""

import pytest

from tests.supervised import Supervised


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    servers: Supervised, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """What pytest-django asks for before it makes the test database: the server has to be there."""
