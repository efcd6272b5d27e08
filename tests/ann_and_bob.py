"""Two people and a room of theirs, as fixtures for the product areas. Their conftest.py imports them."""

import pytest
from asgiref.sync import async_to_sync

from chat.actions import memberships, rooms
from chat.models import Room, User


@pytest.fixture
def ann(transactional_db: None) -> User:
    return User.objects.create_user("ann", name="Ann Ash")


@pytest.fixture
def bob(transactional_db: None) -> User:
    return User.objects.create_user("bob", name="Bob")


@pytest.fixture
def garden(ann: User, bob: User) -> Room:
    """Ann's room, which Bob belongs to."""
    made = async_to_sync(rooms.create)(ann, "garden")
    async_to_sync(memberships.join)(bob, made.pk)
    return made
