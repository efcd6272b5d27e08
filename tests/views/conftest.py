"""People who look at pages, and a room."""

from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client

from chat.actions import accounts, rooms
from chat.models import Room, User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def forgotten_attempts() -> Iterator[None]:
    """Tests do not count each other's wrong passwords."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Passwords are hashed slowly on purpose; nobody attacks a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ann(transactional_db: None) -> User:
    return async_to_sync(accounts.sign_up)("ann", PASSWORD, "Ann Ash", "ann@example.org")


@pytest.fixture
def bob(transactional_db: None) -> User:
    return async_to_sync(accounts.sign_up)("bob", PASSWORD, "Bob", "")


@pytest.fixture
def garden(ann: User) -> Room:
    """A room that Ann opened."""
    return async_to_sync(rooms.create)(ann, "garden", "", "Plants, soil, slugs.")


@pytest.fixture
def as_ann(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


@pytest.fixture
def as_bob(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client
